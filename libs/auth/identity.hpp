// Who a verified token speaks for, before the database has been asked.
#pragma once

#include <chrono>
#include <string>

namespace switchboard::auth {

struct identity {
  std::string issuer;   // iss
  std::string subject;  // sub, never empty
  std::string email;    // may be empty
  std::string name;     // may be empty
  std::chrono::system_clock::time_point expires;
};

}  // namespace switchboard::auth
