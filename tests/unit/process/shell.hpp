// Children of the tests: /bin/sh with a script.
#pragma once

#include "process/child.hpp"

#include <array>
#include <chrono>
#include <string>

namespace switchboard::test {

inline process::spawn_spec shell(const std::string& script) {
  process::spawn_spec spec;
  spec.program = "/bin/sh";
  spec.args = {"-c", script};
  spec.environment = {{"PATH", "/usr/bin:/bin"}};
  spec.working_directory = "/";
  return spec;
}

inline core::deadline soon() {
  return core::deadline::after(std::chrono::seconds(30));
}

/// Everything that the child still writes to stdout.
inline rt::task<std::string> read_all(process::child& child) {
  std::string out;
  std::array<char, 4096> buffer{};
  for (;;) {
    const auto n = co_await child.read_some(buffer);
    if (!n) co_return out;
    out.append(buffer.data(), *n);
  }
}

/// The next line of stdout, without its newline; what there is at the end.
inline rt::task<std::string> read_line(process::child& child) {
  std::string out;
  std::array<char, 1> one{};
  for (;;) {
    const auto n = co_await child.read_some(one);
    if (!n || one[0] == '\n') co_return out;
    out += one[0];
  }
}

}  // namespace switchboard::test
