#include "http/request_reader.hpp"

#include "core/uuid.hpp"
#include "http/chunked_body.hpp"
#include "http/target.hpp"

#include <algorithm>
#include <utility>

namespace switchboard::http {
namespace {

using core::errc;
using core::make_error;
using core::result;

constexpr std::size_t read_size = 16UL * 1024;
constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";

// What may be echoed and logged without a thought.
bool is_request_id(std::string_view text) {
  return !text.empty() && text.size() <= 128 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == '-';
  });
}

// Moves a checked header into the request.
result<void> accept_header(wire::request_header& header, incoming& in) {
  in.minor_version = header.minor_version;
  in.keep_alive = header.keep_alive;
  auto& req = in.req;
  req.is_head = header.method == "HEAD";
  req.method = req.is_head ? "GET" : std::move(header.method);
  req.target = std::move(header.target);
  req.headers = header_list(std::move(header.fields));
  if (const auto id = req.headers.find("x-request-id"); id && is_request_id(*id)) req.id = *id;
  auto decoded = decode_target(header.resource);
  if (!decoded) return decoded.error();
  req.path = std::move(decoded->path);
  req.query = std::move(decoded->query);
  return {};
}

}  // namespace

request_reader::request_reader(timed_socket& socket, const limits& l, std::string peer)
    : socket_(socket), limits_(l), peer_(std::move(peer)) {}

rt::task<result<void>> request_reader::read(incoming& in) {
  auto begun = co_await wait_for_first_byte();
  in.began = std::chrono::steady_clock::now();
  in.req.remote_ip = peer_;
  in.req.id = core::uuid::random().str();
  if (!begun) co_return begun.error();
  socket_.set_deadline(core::deadline::after(limits_.header_time));
  auto header = co_await read_header();
  if (!header) co_return header.error();
  auto accepted = accept_header(*header, in);
  if (!accepted) co_return accepted.error();
  if (header->framing == wire::body_framing::none) co_return core::result<void>();
  socket_.set_deadline(core::deadline::after(limits_.body_time));
  co_return co_await read_body(*header, in.req.body);
}

// The first request has as long as a header has; later ones as long as a connection may idle.
rt::task<result<void>> request_reader::wait_for_first_byte() {
  const bool first = std::exchange(first_, false);
  if (!buffer_.empty()) co_return result<void>();
  std::string().swap(buffer_);
  socket_.set_deadline(core::deadline::after(first ? limits_.header_time : limits_.idle_time));
  idle_ = true;
  const auto status = co_await socket_.read(buffer_, read_size);
  idle_ = false;
  if (status != io_status::ok) co_return make_error(errc::closed);
  co_return result<void>();
}

rt::task<result<wire::request_header>> request_reader::read_header() {
  wire::header_limits header_limits;
  header_limits.header_bytes = limits_.header_bytes;
  header_limits.target_bytes = limits_.target_bytes;
  wire::header_gate gate(header_limits);
  for (;;) {
    auto progress = gate.advance(buffer_);
    if (!progress) co_return progress.error();
    if (*progress == wire::gate_progress::complete) break;
    auto more = co_await read_more(buffer_, read_size);
    if (!more) co_return more.error();
  }
  auto header = gate.take();
  buffer_.erase(0, header.size);
  co_return header;
}

rt::task<result<void>> request_reader::read_body(const wire::request_header& header, std::string& body) {
  const bool sized = header.framing == wire::body_framing::length;
  if (sized && header.content_length > limits_.body_bytes) co_return make_error(errc::payload_too_large);
  if (header.expect_continue && buffer_.empty()) {
    const auto limit = core::deadline::after(limits_.body_time);
    const auto status = co_await socket_.write(go_on, {}, limits_.body_time);
    if (status != io_status::ok) co_return make_error(errc::closed);
    socket_.set_deadline(limit);
  }
  if (sized) co_return co_await read_sized(static_cast<std::size_t>(header.content_length), body);
  co_return co_await read_chunked(body);
}

// The body grows as it arrives: an announced length reserves nothing.
rt::task<result<void>> request_reader::read_sized(std::size_t size, std::string& body) {
  const auto here = std::min(size, buffer_.size());
  body.assign(buffer_, 0, here);
  buffer_.erase(0, here);
  while (body.size() < size) {
    auto more = co_await read_more(body, size - body.size());
    if (!more) co_return more.error();
  }
  co_return result<void>();
}

rt::task<result<void>> request_reader::read_chunked(std::string& body) {
  chunked_body decoder(limits_.body_bytes);
  for (;;) {
    auto taken = decoder.feed(buffer_);
    if (!taken) co_return taken.error();
    buffer_.erase(0, *taken);
    if (decoder.complete()) break;
    // What the decoder leaves is one line of a chunk's header, or the trailers.
    if (buffer_.size() > limits_.header_bytes) co_return make_error(errc::headers_too_large);
    auto more = co_await read_more(buffer_, read_size);
    if (!more) co_return more.error();
  }
  body = decoder.take();
  co_return result<void>();
}

rt::task<result<void>> request_reader::read_more(std::string& into, std::size_t most) {
  const auto status = co_await socket_.read(into, most);
  if (status == io_status::ok) co_return result<void>();
  co_return make_error(status == io_status::timed_out ? errc::request_timeout : errc::closed);
}

}  // namespace switchboard::http
