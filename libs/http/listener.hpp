// A listening socket, and the loop that accepts from it and deals connections out to the shards in turn.
#pragma once

#include "http/shard.hpp"
#include "rt/runtime.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace switchboard::http {

class listener : public std::enable_shared_from_this<listener> {
 public:
  /// Binds; `host` is an address or a name. Throws std::system_error. The loop runs on the runtime's first shard.
  listener(rt::runtime& runtime, std::vector<std::shared_ptr<shard>> shards, const std::string& host,
           std::uint16_t port);

  std::uint16_t port() const noexcept { return port_; }
  /// Accepts until close(); then returns. Both on the first shard.
  rt::task<> run();
  void close();

 private:
  rt::task<> back_off(const boost::system::error_code& why);

  rt::runtime& runtime_;
  std::vector<std::shared_ptr<shard>> shards_;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::uint16_t port_ = 0;
  std::size_t next_ = 0;
  std::chrono::steady_clock::time_point complained_;
};

}  // namespace switchboard::http
