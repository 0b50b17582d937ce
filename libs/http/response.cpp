#include "http/response.hpp"

namespace switchboard::http {

response response::json(int status, std::string body) {
  response out;
  out.status = status;
  out.headers.add("Content-Type", "application/json");
  out.body = std::move(body);
  return out;
}

}  // namespace switchboard::http
