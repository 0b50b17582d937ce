#include "http/connection.hpp"

#include "core/log.hpp"
#include "core/uuid.hpp"
#include "http/response_head.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include <exception>
#include <optional>
#include <utility>

namespace switchboard::http {
namespace {

using core::errc;

// After the last answer: how long and how much a client may go on sending before it is cut off. Closing earlier would
// make the kernel reset the connection and take the answer back.
constexpr std::chrono::seconds linger_time{2};
constexpr std::size_t linger_bytes = 16UL * 1024 * 1024;
// A handler that keeps its own deadline gets to answer; one that does not is cancelled this much later.
constexpr std::chrono::seconds handler_grace{1};
constexpr const char* unknown_exception = "an exception of no known type";

bool is_cancellation(const boost::system::system_error& e) {
  return e.code() == boost::asio::error::operation_aborted;
}

void log_bug(std::string_view where, std::string_view what, const request& req) {
  core::log::error("bug", {{"where", where}, {"what", what}, {"requestId", req.id}});
}

[[noreturn]] void throw_cancelled() {
  throw boost::system::system_error(boost::asio::error::operation_aborted);
}

}  // namespace

connection::connection(boost::asio::ip::tcp::socket socket, std::string peer, const limits& l, const hooks& h,
                       admission a)
    : limits_(l),
      hooks_(h),
      admission_(a),
      socket_(std::move(socket)),
      reader_(socket_, limits_, std::move(peer)),
      tasks_(socket_.raw().get_executor()) {}

void connection::start(std::shared_ptr<void> place) {
  tasks_.spawn([self = shared_from_this(), place = std::move(place)] {
    return self->admission_ == admission::serve ? self->serve() : self->refuse();
  });
}

void connection::tick(std::chrono::steady_clock::time_point now) {
  if (!socket_.tick(now)) return;
  switch (phase_) {
    case phase::handling:
      tasks_.cancel();
      break;
    case phase::streaming:
      if (writer_ && !writer_->failed())
        writer_->expire();
      else
        tasks_.cancel();
      break;
    case phase::reading:
    case phase::writing:
      socket_.cancel();
      break;
  }
}

void connection::drain() {
  draining_ = true;
  if (reader_.idle()) socket_.cancel();
  if (writer_) writer_->drain();
}

void connection::abort() {
  aborted_ = true;
  socket_.close();
  tasks_.cancel();
}

rt::task<> connection::serve() {
  bool again = true;
  while (again && !draining_) again = co_await serve_one();
}

// False when the connection has served its time. A stream's long wait is in here: what is needed before it lives in
// frames that are gone by then.
rt::task<bool> connection::serve_one() {
  incoming in;
  response out;
  const bool to_answer = co_await produce(in, out);
  if (!to_answer) co_return false;
  const auto sent_before = socket_.bytes_sent();
  ++requests_;
  if (draining_ || requests_ >= limits_.requests_per_connection) in.keep_alive = false;
  const bool sent = co_await answer(in, out);
  record(in, out, sent_before);
  if (sent && !in.keep_alive) co_await linger();
  co_return sent&& in.keep_alive;
}

// Reads a request and has it handled. False when there is nothing to answer.
rt::task<bool> connection::produce(incoming& in, response& out) {
  phase_ = phase::reading;
  auto received = co_await reader_.read(in);
  if (!received) {
    if (received.error().code == errc::closed) co_return false;
    in.keep_alive = false;
    out = failure(received.error(), in.req);
  } else {
    co_await handle(in.req, out);
  }
  co_return true;
}

// Too many connections: one answer without a look at the request.
rt::task<> connection::refuse() {
  incoming in;
  in.req.remote_ip = reader_.peer();
  in.req.id = core::uuid::random().str();
  auto error = core::make_error(errc::overloaded, "The server has too many connections just now.");
  error.retry_after = std::chrono::seconds(1);
  auto out = failure(error, in.req);
  const bool sent = co_await answer(in, out);
  if (sent) co_await linger();
}

rt::task<> connection::handle(request& req, response& out) {
  phase_ = phase::handling;
  req.limit = core::deadline::after(limits_.request_time);
  socket_.set_deadline(core::deadline::at(req.limit.when() + handler_grace));
  std::optional<core::error> failed;
  try {
    auto work = hooks_.handle(req);
    out = co_await std::move(work);
    check_head(out);  // what cannot be sent is a bug of the handler too
  } catch (const boost::system::system_error& e) {
    if (aborted_) throw;
    const bool late = is_cancellation(e) && req.limit.passed();
    failed = core::make_internal(errc::internal, late ? "the handler took too long" : e.what());
  } catch (const std::exception& e) {
    failed = core::make_internal(errc::internal, e.what());
  } catch (...) {
    failed = core::make_internal(errc::internal, unknown_exception);
  }
  // The deadline's cancellation was for the handler only.
  co_await boost::asio::this_coro::reset_cancellation_state();
  socket_.clear_deadline();
  if (aborted_) throw_cancelled();
  if (failed) {
    log_bug("handler", failed->detail, req);
    out = failure(*failed, req);
  }
}

response connection::failure(const core::error& e, const request& req) const {
  try {
    auto out = hooks_.fail(e, req);
    out.stream = nullptr;
    check_head(out);
    return out;
  } catch (const std::exception& bug) {
    log_bug("fail", bug.what(), req);
  } catch (...) {
    log_bug("fail", unknown_exception, req);
  }
  return response::json(500, "{}");
}

// The task says false when the client did not take the answer. Decides in.keep_alive.
rt::task<bool> connection::answer(incoming& in, response& out) {
  head_facts facts;
  facts.minor_version = in.minor_version;
  facts.request_id = in.req.id;
  if (has_no_content(out.status)) {
    facts.framing = answer_framing::none;
    out.stream = nullptr;
    out.body.clear();
  } else if (out.stream) {
    facts.framing = in.minor_version == 0 ? answer_framing::until_close : answer_framing::chunked;
    if (in.minor_version == 0) in.keep_alive = false;
  } else {
    facts.content_length = out.body.size();
  }
  facts.keep_alive = in.keep_alive;
  return out.stream && !in.req.is_head ? send_stream(in, out, facts) : send_whole(in, out, facts);
}

rt::task<bool> connection::send_whole(const incoming& in, const response& out, head_facts facts) {
  phase_ = phase::writing;
  const auto head = serialize_head(out, facts);
  const std::string_view body = in.req.is_head ? std::string_view() : std::string_view(out.body);
  const auto status = co_await socket_.write(head, body, limits_.write_time);
  co_return status == io_status::ok;
}

rt::task<bool> connection::send_stream(incoming& in, response& out, head_facts facts) {
  phase_ = phase::streaming;
  in.req.drop_credentials();
  auto writer = std::make_shared<stream_writer>(shared_from_this(), socket_, reader_.buffered(), facts.framing,
                                                limits_.write_time);
  writer_ = writer;
  writer->start(serialize_head(out, facts));
  if (draining_) writer->drain();
  bool done = false;
  try {
    auto body = out.stream(*writer);
    co_await std::move(body);
    done = co_await writer->finish();
  } catch (const boost::system::system_error& e) {
    if (!is_cancellation(e)) log_bug("stream", e.what(), in.req);
  } catch (const std::exception& e) {
    log_bug("stream", e.what(), in.req);
  } catch (...) {
    log_bug("stream", unknown_exception, in.req);
  }
  writer->stop();
  writer_.reset();
  out.stream = nullptr;
  co_await boost::asio::this_coro::reset_cancellation_state();
  co_return done && !aborted_;
}

rt::task<> connection::linger() {
  phase_ = phase::reading;
  socket_.shutdown_send();
  socket_.set_deadline(core::deadline::after(linger_time));
  std::string unread;
  for (std::size_t total = 0; total < linger_bytes; total += unread.size()) {
    unread.clear();
    const auto status = co_await socket_.read(unread, linger_bytes);
    if (status != io_status::ok) break;
  }
}

void connection::record(const incoming& in, const response& out, std::uint64_t sent_before) const {
  if (!hooks_.access) return;
  access_record r;
  r.req = &in.req;
  r.pattern = in.req.pattern;
  r.status = out.status;
  r.bytes_sent = socket_.bytes_sent() - sent_before;
  r.took = std::chrono::steady_clock::now() - in.began;
  try {
    hooks_.access(r);
  } catch (const std::exception& e) {
    log_bug("access", e.what(), in.req);
  } catch (...) {
    log_bug("access", unknown_exception, in.req);
  }
}

}  // namespace switchboard::http
