#include "connection.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string_view>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace load {
namespace {

constexpr std::string_view hole = "{{conv}}";

}  // namespace

double now() {
  timespec t{};
  clock_gettime(CLOCK_MONOTONIC, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

connection::~connection() {
  close_socket();
}

// Where requests name no conversation, each starts one.
bool connection::is_later_turn() const {
  return turns_ > 0 && options_.body.find(hole) != std::string::npos;
}

std::string connection::make_request() const {
  std::string body = options_.body;
  if (const auto at = body.find(hole); at != std::string::npos)
    body.replace(at, hole.size(), conversation_.empty() ? "" : "\"conversationId\":\"" + conversation_ + "\",");
  std::string out = options_.method + " " + options_.path + " HTTP/1.1\r\nHost: " + options_.host + "\r\n";
  if (!options_.tokens.empty()) {
    const bool rotates = options_.whose == token_choice::per_request;
    const auto turn = rotates ? tally_.requests : static_cast<unsigned long>(index_);
    out += "Authorization: Bearer " + options_.tokens[turn % options_.tokens.size()] + "\r\n";
  }
  if (!body.empty()) out += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  return out + "\r\n" + body;
}

connection::outcome connection::begin() {
  out_ = make_request();
  sent_ = 0;
  in_.clear();
  events_.clear();
  in_body_ = chunked_ = is_stream_ = close_after_ = got_text_ = got_done_ = false;
  status_ = 0;
  left_ = 0;
  busy_ = true;
  started_ = now();
  ++tally_.requests;
  return fd_ < 0 ? open() : send_rest();
}

connection::outcome connection::open() {
  replies_ = 0;
  fd_ = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const int on = 1;
  setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(options_.port);
  inet_pton(AF_INET, options_.host.c_str(), &address.sin_addr);
  if (connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) < 0 && errno != EINPROGRESS)
    return fail(std::string("connect: ") + std::strerror(errno));
  connecting_ = true;
  watch(EPOLLOUT);
  return outcome::waiting;
}

connection::outcome connection::send_rest() {
  while (sent_ < out_.size()) {
    const ssize_t count = send(fd_, out_.data() + sent_, out_.size() - sent_, MSG_NOSIGNAL);
    if (count > 0) {
      sent_ += static_cast<std::size_t>(count);
    } else {
      watch(EPOLLIN | EPOLLOUT);
      return outcome::waiting;
    }
  }
  watch(EPOLLIN);
  return outcome::waiting;
}

connection::outcome connection::on_ready(unsigned events) {
  if (fd_ < 0) return outcome::waiting;
  if (connecting_) {
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(fd_, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0) return fail(std::string("connect: ") + std::strerror(error));
    connecting_ = false;
    return send_rest();
  }
  if ((events & EPOLLOUT) != 0) send_rest();
  return (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0 ? receive() : outcome::waiting;
}

connection::outcome connection::receive() {
  static std::array<char, 1 << 18> buffer;
  for (;;) {
    const ssize_t count = recv(fd_, buffer.data(), buffer.size(), 0);
    if (count > 0) {
      tally_.bytes += static_cast<std::size_t>(count);
      in_.append(buffer.data(), static_cast<std::size_t>(count));
      if (busy_ && take_reply()) return finish();
      if (static_cast<std::size_t>(count) < buffer.size()) return outcome::waiting;
      continue;
    }
    if (count < 0 && errno == EAGAIN) return outcome::waiting;
    if (!busy_) {  // the server closed an idle connection
      close_socket();
      return outcome::waiting;
    }
    if (count == 0 && in_body_ && !chunked_ && left_ < 0) {
      close_socket();
      return finish();
    }
    if (replies_ > 0 && !in_body_ && in_.empty()) {  // it did so as the request was under way: once more
      ++tally_.reconnects;
      --tally_.requests;
      close_socket();
      return begin();
    }
    return fail(in_body_ ? "closed in the middle of a reply" : "closed before a reply");
  }
}

bool connection::take_reply() {
  if (!in_body_) {
    const auto end = in_.find("\r\n\r\n");
    if (end == std::string::npos) return false;
    take_head(in_.substr(0, end + 2));
    in_.erase(0, end + 4);
  }
  if (chunked_) return take_chunks();
  if (is_stream_) take_events(in_.data(), in_.size());
  const bool until_close = left_ < 0;
  if (!until_close) left_ -= static_cast<long>(in_.size());
  in_.clear();
  return !until_close && left_ <= 0;
}

void connection::take_head(const std::string& raw) {
  tally_.first_byte.add(now() - started_);
  std::string head = raw;
  for (auto& c : head) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  status_ = std::atoi(head.c_str() + std::min<std::size_t>(9, head.size()));
  chunked_ = head.find("transfer-encoding: chunked") != std::string::npos;
  is_stream_ = head.find("content-type: text/event-stream") != std::string::npos;
  close_after_ = head.find("connection: close") != std::string::npos;
  const std::string key = "content-length: ";
  const auto length = head.find(key);
  left_ = chunked_ ? 0 : length == std::string::npos ? -1 : std::atol(head.c_str() + length + key.size());
  if (left_ < 0) close_after_ = true;
  in_body_ = true;
}

// True after the last chunk.
bool connection::take_chunks() {
  std::size_t at = 0;
  bool is_last = false;
  while (at < in_.size() && !is_last) {
    if (left_ > 0) {
      const bool is_data = left_ > 2;
      const auto size = std::min(static_cast<std::size_t>(is_data ? left_ - 2 : left_), in_.size() - at);
      if (is_data && is_stream_) take_events(in_.data() + at, size);
      at += size;
      left_ -= static_cast<long>(size);
      continue;
    }
    const auto line_end = in_.find("\r\n", at);
    if (line_end == std::string::npos) break;
    const long size = std::strtol(in_.c_str() + at, nullptr, 16);
    if (size == 0 && in_.size() < line_end + 4) break;
    is_last = size == 0;
    at = line_end + (is_last ? 4 : 2);
    left_ = size + 2;
  }
  in_.erase(0, at);
  return is_last;
}

void connection::take_events(const char* data, std::size_t size) {
  events_.append(data, size);
  std::size_t at = 0;
  for (auto end = events_.find("\n\n"); end != std::string::npos; end = events_.find("\n\n", at)) {
    take_event(events_.substr(at, end - at));
    at = end + 2;
  }
  events_.erase(0, at);
}

void connection::take_event(const std::string& frame) {
  if (!frame.starts_with("event: ")) return;  // a comment
  ++tally_.events;
  const std::string type = frame.substr(7, frame.find('\n') - 7);
  if (type == "text" && !got_text_) {
    got_text_ = true;
    (is_later_turn() ? tally_.later_text : tally_.first_text).add(now() - started_);
  } else if (type == "session") {
    const std::string key = "\"conversationId\":\"";
    const auto found = frame.find(key);
    if (found != std::string::npos) conversation_ = frame.substr(found + key.size(), 36);
  } else if (type == "done") {
    got_done_ = true;
  } else if (type == "error") {
    tally_.fail("error event");
  }
}

connection::outcome connection::finish() {
  const double took = now() - started_;
  tally_.total.add(took);
  if (is_later_turn()) tally_.later_total.add(took);
  if (got_text_) ++turns_;
  ++replies_;
  busy_ = false;
  if (status_ / 100 != 2) {
    tally_.fail("status " + std::to_string(status_));
  } else if (is_stream_ && !got_done_) {
    tally_.fail("a stream without done");
  } else {
    ++tally_.done;
  }
  if (close_after_) close_socket();
  return outcome::finished;
}

connection::outcome connection::fail(const std::string& why) {
  tally_.fail(why);
  close_socket();
  busy_ = false;
  return outcome::finished;
}

void connection::expire() {
  fail("timeout");
}

void connection::watch(unsigned events) {
  if (watched_ == events) return;
  epoll_event wanted{};
  wanted.events = events;
  wanted.data.ptr = this;
  epoll_ctl(epoll_, watched_ == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, fd_, &wanted);
  watched_ = events;
}

void connection::close_socket() {
  if (fd_ >= 0) close(fd_);
  fd_ = -1;
  watched_ = 0;
  connecting_ = false;
  in_.clear();
}

}  // namespace load
