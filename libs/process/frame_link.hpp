// One end of the socket between a server and an agent host: frames out, frames in, never blocking. What the socket does
// not take at once is kept and goes out with flush(). Sending writes at once where nothing is kept: bytes that the
// kernel holds reach the other end even when this process is killed.
//
// Owns its descriptor. Not thread-safe; whoever owns it waits for readiness.
#pragma once

#include "process/file_descriptor.hpp"
#include "wire/host_frame.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace switchboard::process {

class frame_link {
 public:
  explicit frame_link(file_descriptor socket, std::size_t max_payload = wire::max_frame_payload)
      : socket_(std::move(socket)), reader_(max_payload) {}

  int fd() const noexcept { return socket_.get(); }
  /// Gives the socket away; the link is of no further use.
  file_descriptor take() noexcept { return std::move(socket_); }
  /// Takes what the socket holds now, up to a bound. False at its end: nothing more will come but what next() has.
  bool read();
  /// The same, at most so many bytes: for a first frame whose end the owner must not read past.
  bool read_at_most(std::size_t bytes);
  std::size_t buffered_bytes() const noexcept { return reader_.buffered_bytes(); }
  std::optional<wire::host_frame> next() { return reader_.next(); }
  /// The other end does not speak this protocol.
  bool corrupt() const noexcept { return reader_.corrupt(); }

  void send(const wire::host_frame& frame);
  /// Writes what is kept. False when the other end is gone.
  bool flush();
  std::size_t unsent() const noexcept { return out_.size() - sent_; }

 private:
  file_descriptor socket_;
  wire::frame_reader reader_;
  std::string out_;
  std::size_t sent_ = 0;
  bool broken_ = false;
};

/// A connected pair, close-on-exec. Errors: resources.
struct link_pair {
  file_descriptor ours;
  file_descriptor theirs;
};
std::optional<link_pair> make_link_pair();

/// Connects to the Unix socket `name` in `folder`, however long its path is. None when nobody listens there.
std::optional<file_descriptor> connect_in(const std::string& folder, const std::string& name);
/// Listens on it, for this user alone.
std::optional<file_descriptor> listen_in(const std::string& folder, const std::string& name);

}  // namespace switchboard::process
