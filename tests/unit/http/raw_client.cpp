#include "unit/http/raw_client.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cctype>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace switchboard::http::test {
namespace {

// Longer than any test should wait for bytes that are to come.
constexpr int patience_ms = 20'000;

}  // namespace

raw_client::raw_client(std::uint16_t port, int receive_buffer) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  if (fd_ < 0) throw std::runtime_error("socket");
  if (receive_buffer > 0) ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  sockaddr_in where{};
  where.sin_family = AF_INET;
  where.sin_port = htons(port);
  where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd_, reinterpret_cast<const sockaddr*>(&where), sizeof where) != 0) {
    ::close(fd_);
    throw std::runtime_error("connect");
  }
}

raw_client::raw_client(raw_client&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), buffer_(std::move(other.buffer_)) {}

raw_client::~raw_client() {
  close();
}

void raw_client::close() {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

bool raw_client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

void raw_client::finish_sending() {
  ::shutdown(fd_, SHUT_WR);
}

void raw_client::reset() {
  const linger at_once{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close();
}

std::string raw_client::read_some(std::size_t most) {
  pollfd wait{fd_, POLLIN, 0};
  if (::poll(&wait, 1, patience_ms) <= 0) throw std::runtime_error("nothing came from the server in time");
  std::string out(most, '\0');
  const auto n = ::recv(fd_, out.data(), out.size(), 0);
  out.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
  return out;
}

bool raw_client::fill() {
  const auto more = read_some(16 * 1024);
  buffer_ += more;
  return !more.empty();
}

std::optional<std::string> raw_client::take_until(std::string_view mark) {
  auto at = buffer_.find(mark);
  while (at == std::string::npos) {
    if (!fill()) return std::nullopt;
    at = buffer_.find(mark);
  }
  return take(at + mark.size());
}

std::optional<std::string> raw_client::take(std::size_t count) {
  while (buffer_.size() < count) {
    if (!fill()) return std::nullopt;
  }
  auto out = buffer_.substr(0, count);
  buffer_.erase(0, count);
  return out;
}

std::optional<reply> raw_client::read_head() {
  auto head = take_until("\r\n\r\n");
  if (!head) return std::nullopt;
  reply out;
  out.head = *head;
  out.status = std::stoi(head->substr(9, 3));
  std::string_view rest = out.head;
  rest.remove_prefix(rest.find("\r\n") + 2);
  while (rest.size() > 2) {
    const auto line = rest.substr(0, rest.find("\r\n"));
    rest.remove_prefix(line.size() + 2);
    std::string name(line.substr(0, line.find(':')));
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
    out.headers[name] = line.substr(line.find(':') + 2);
  }
  return out;
}

std::optional<reply> raw_client::read_reply_to_head() {
  return read_head();
}

std::optional<reply> raw_client::read_reply() {
  auto out = read_head();
  if (out) read_body(*out);
  return out;
}

void raw_client::read_body(reply& out) {
  if (out.status == 204 || out.status == 304 || out.status < 200) {
    out.whole = true;
  } else if (out.headers.count("transfer-encoding") != 0) {
    while (auto chunk = read_chunk()) {
      out.whole = chunk->empty();
      if (out.whole) break;
      out.body += *chunk;
    }
  } else if (out.headers.count("content-length") != 0) {
    const auto body = take(std::stoul(out.headers["content-length"]));
    out.whole = body.has_value();
    out.body = body.value_or("");
  } else {
    out.body = read_to_end().value_or("");
    out.whole = true;
  }
}

std::optional<std::string> raw_client::read_chunk() {
  const auto size = take_until("\r\n");
  if (!size) return std::nullopt;
  auto chunk = take(std::stoul(*size, nullptr, 16) + 2);
  if (!chunk) return std::nullopt;
  chunk->resize(chunk->size() - 2);
  return chunk;
}

std::string raw_client::read_until(std::string_view end) {
  while (!buffer_.ends_with(end)) {
    if (!fill()) break;
  }
  return std::exchange(buffer_, {});
}

std::optional<std::string> raw_client::read_to_end(std::chrono::milliseconds limit) {
  const auto until = std::chrono::steady_clock::now() + limit;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    pollfd wait{fd_, POLLIN, 0};
    if (left.count() <= 0 || ::poll(&wait, 1, static_cast<int>(left.count())) <= 0) return std::nullopt;
    if (!fill()) return std::exchange(buffer_, {});
  }
}

}  // namespace switchboard::http::test
