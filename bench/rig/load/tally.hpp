// What a run of the load generator has counted.
#pragma once

#include "histogram.hpp"

#include <map>
#include <string>

namespace load {

struct tally {
  unsigned long requests = 0;
  unsigned long done = 0;  // 2xx, and for streams also ended by `done`
  unsigned long reconnects = 0;
  unsigned long events = 0;
  unsigned long bytes = 0;
  std::map<std::string, unsigned long> errors;
  histogram first_byte;
  histogram first_text;   // of turns that start a conversation
  histogram later_text;   // of turns that go on with one
  histogram total;        // whole replies
  histogram later_total;  // whole replies of later turns

  void fail(const std::string& why) { ++errors[why]; }
};

}  // namespace load
