#include "http/listener.hpp"

#include "core/log.hpp"
#include "rt/timer.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <system_error>
#include <utility>

namespace switchboard::http {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

// What the kernel queues while the loop is busy.
constexpr int backlog = 4096;

void check(const error_code& ec, const std::string& what) {
  if (ec) throw std::system_error(ec.value(), std::system_category(), what);
}

// An address as it stands, or the first that a name has.
tcp::endpoint resolve(boost::asio::io_context& context, const std::string& host, std::uint16_t port) {
  error_code ec;
  const auto address = boost::asio::ip::make_address(host, ec);
  if (!ec) return {address, port};
  tcp::resolver resolver(context);
  const auto found = resolver.resolve(host, std::to_string(port), tcp::resolver::passive, ec);
  if (ec || found.empty()) {
    throw std::system_error(std::make_error_code(std::errc::address_not_available), "cannot resolve " + host);
  }
  return found.begin()->endpoint();
}

}  // namespace

listener::listener(rt::runtime& runtime, std::vector<std::shared_ptr<shard>> shards, const std::string& host,
                   std::uint16_t port)
    : runtime_(runtime), shards_(std::move(shards)), acceptor_(runtime.shard(0)) {
  const auto where = resolve(runtime.shard(0), host, port);
  const auto what = "cannot listen on " + host + ":" + std::to_string(port);
  error_code ec;
  acceptor_.open(where.protocol(), ec);
  check(ec, what);
  acceptor_.set_option(tcp::acceptor::reuse_address(true), ec);
  check(ec, what);
  // Otherwise Asio waits for the next client, and those that queue already wait with it.
  acceptor_.set_option(boost::asio::socket_base::enable_connection_aborted(true), ec);
  check(ec, what);
  acceptor_.bind(where, ec);
  check(ec, what);
  acceptor_.listen(backlog, ec);
  check(ec, what);
  port_ = acceptor_.local_endpoint().port();
}

rt::task<> listener::run() {
  while (acceptor_.is_open()) {
    const auto index = next_++ % shards_.size();
    tcp::socket peer(runtime_.shard(index));
    error_code ec;
    co_await acceptor_.async_accept(peer, boost::asio::redirect_error(boost::asio::use_awaitable, ec));
    if (!acceptor_.is_open()) break;
    if (ec) {
      co_await back_off(ec);
      continue;
    }
    auto to = shards_[index];
    if (index == 0) {
      to->adopt(std::move(peer));
      continue;
    }
    auto shared = std::make_shared<tcp::socket>(std::move(peer));
    runtime_.on(index, [to, shared] { to->adopt(std::move(*shared)); });
  }
}

// A client that left between its SYN and now costs nothing; a lack of descriptors or memory needs time to pass.
rt::task<> listener::back_off(const error_code& why) {
  if (why == boost::asio::error::connection_aborted) co_return;
  const auto now = std::chrono::steady_clock::now();
  if (now - complained_ > std::chrono::seconds(10)) {
    core::log::warn("accept_failed", {{"reason", why.message()}});
    complained_ = now;
  }
  co_await rt::sleep_for(std::chrono::milliseconds(100));
}

void listener::close() {
  error_code ignored;
  acceptor_.close(ignored);
}

}  // namespace switchboard::http
