// Reads one request after another off a socket: header gate, limits, a deadline for every phase, the body by the
// framing that the gate decided. What arrives beyond a request stays buffered for the next one, never more than the
// reads of one request bring.
#pragma once

#include "core/result.hpp"
#include "http/request.hpp"
#include "http/server.hpp"
#include "http/socket.hpp"
#include "rt/task.hpp"
#include "wire/header_gate.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace switchboard::http {

/// One request with what the connection needs to know to answer it. Filled as far as reading came.
struct incoming {
  request req;
  int minor_version = 1;
  bool keep_alive = false;
  std::chrono::steady_clock::time_point began;  // its first byte
};

class request_reader {
 public:
  /// Borrows both for its life. `peer`: the remote address.
  request_reader(timed_socket& socket, const limits& l, std::string peer);

  /// `closed`: there is nothing to answer (the client went away, or the connection idled out). Any other error is the
  /// answer, after which the connection ends.
  rt::task<core::result<void>> read(incoming& in);
  /// Waiting for a request of which nothing has arrived.
  bool idle() const noexcept { return idle_; }
  /// Received and not yet read as a request.
  std::string& buffered() noexcept { return buffer_; }
  const std::string& peer() const noexcept { return peer_; }

 private:
  rt::task<core::result<void>> wait_for_first_byte();
  rt::task<core::result<wire::request_header>> read_header();
  rt::task<core::result<void>> read_body(const wire::request_header& header, std::string& body);
  rt::task<core::result<void>> read_sized(std::size_t size, std::string& body);
  rt::task<core::result<void>> read_chunked(std::string& body);
  rt::task<core::result<void>> read_more(std::string& into, std::size_t most);

  timed_socket& socket_;
  const limits& limits_;
  std::string peer_;
  std::string buffer_;
  bool first_ = true;
  bool idle_ = false;
};

}  // namespace switchboard::http
