// What a host is told to do, once, by the server that starts it: JSON in the first frame, so that neither the API key
// nor the secret is ever on a command line or in an environment that others can read.
#pragma once

#include "core/result.hpp"
#include "process/spawn_spec.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace switchboard::agent_host {

struct start_order {
  process::spawn_spec agent;
  std::string secret;                  // of whoever may attach later
  std::chrono::milliseconds patience;  // without a server, then the agent is ended
  std::uint64_t spool_bytes = 0;
};

/// `bad_json` when it is no whole order.
core::result<start_order> read_start_order(std::string_view json);

}  // namespace switchboard::agent_host
