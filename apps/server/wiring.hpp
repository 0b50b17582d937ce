// The whole program as objects: every constructor call is in wiring.cpp, in the order of who needs whom.
#pragma once

#include "core/config.hpp"
#include "core/result.hpp"

#include <cstdint>
#include <memory>

namespace switchboard::server {

class program {
 public:
  virtual ~program() = default;
  /// Listens and serves. Throws std::system_error when the port cannot be had.
  virtual void start() = 0;
  virtual std::uint16_t port() const = 0;
  /// Stops accepting, lets turns finish within the grace, ends the rest, and joins every thread. False when a turn
  /// could not be ended: its coroutine still refers to this program, which then must not be destroyed.
  virtual bool stop() = 0;
};

/// Builds the program from its settings; errors name the setting.
core::result<std::unique_ptr<program>> make_program(const core::settings& s);

}  // namespace switchboard::server
