#include "scripted-model/messages_api.hpp"

#include "core/json.hpp"
#include "core/log.hpp"
#include "core/time_text.hpp"
#include "core/uuid.hpp"
#include "rt/timer.hpp"
#include "scripted-model/delivery.hpp"
#include "scripted-model/director.hpp"
#include "scripted-model/message_body.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <nlohmann/json.hpp>

#include <memory>

namespace switchboard::scripted_model {
namespace {

using core::json;

constexpr std::size_t largest_body = 16U << 20;
constexpr std::size_t largest_write = 16U << 10;
constexpr std::size_t most_counters = 10'000;
constexpr auto flush_time = std::chrono::milliseconds(20);  // for what was written before a cut to leave
constexpr auto longest_hang = std::chrono::minutes(10);

std::string error_text(int status) {
  switch (status) {
    case 401:
      return "invalid x-api-key";
    case 429:
      return "This request would exceed the rate limit of the offline scripted model.";
    case 529:
      return "Overloaded";
    default:
      return "The offline scripted model was asked to fail with status " + std::to_string(status) + ".";
  }
}

// An id as the API makes them: a prefix and letters that never come twice.
std::string make_id(const char* prefix) {
  std::string digits = core::uuid::random().str();
  std::erase(digits, '-');
  return std::string(prefix) + "01" + digits.substr(0, 22);
}

// Frames that need no wait between them go out in one write.
rt::task<> deliver(http::body_writer& out, std::shared_ptr<const delivery> plan) {
  std::string batch;
  for (const auto& each : plan->frames) {
    if (each.wait.count() > 0 || batch.size() > largest_write) {
      if (!batch.empty()) {
        const auto sent = co_await out.write(batch);
        if (!sent) co_return;
        batch.clear();
      }
      if (each.wait.count() > 0) co_await rt::sleep_for(each.wait);
    }
    batch += each.bytes;
  }
  const auto sent = co_await out.write(batch);
  if (!sent) co_return;
  if (plan->end == ending::abort) {
    co_await rt::sleep_for(flush_time);
    throw boost::system::system_error(
        boost::asio::error::operation_aborted);  // the server's word for a torn connection
  }
  if (plan->end == ending::hang) {
    using boost::asio::experimental::awaitable_operators::operator||;
    auto closed = out.wait_closed();
    auto limit = rt::sleep_for(longest_hang);
    auto either = std::move(closed) || std::move(limit);
    co_await std::move(either);
  }
}

}  // namespace

messages_api::messages_api(library scripts, std::chrono::milliseconds pace)
    : scripts_(std::move(scripts)), pace_(pace) {}

http::response messages_api::refuse(int status, const std::string& message, const std::string& request_id) {
  return http::response::json(status, make_error_body(status, message, request_id));
}

rt::task<http::response> messages_api::handle(http::request& request) {
  if (request.path == "/" && request.method == "GET")
    co_return http::response::json(200, R"({"service":"switchboard-scripted-model","offline":true})");
  const bool is_count = request.path == "/v1/messages/count_tokens";
  if (request.path != "/v1/messages" && !is_count) co_return refuse(404, "Not found", request.id);
  if (request.method != "POST") co_return refuse(405, "Method not allowed", request.id);
  if (!request.headers.find("x-api-key") && !request.headers.find("authorization"))
    co_return refuse(401, "x-api-key header is required", request.id);
  auto answer = co_await create_message(request);
  co_return answer;
}

rt::task<http::response> messages_api::create_message(http::request& request) {
  const auto body = core::parse_json(
      request.body, {.max_bytes = largest_body, .max_depth = 200, .duplicates = core::duplicate_keys::keep_last});
  if (!body) co_return refuse(400, body.error().message, request.id);
  const auto chat = read_conversation(*body);
  if (!chat) co_return refuse(400, chat.error().message, request.id);
  if (request.path.ends_with("count_tokens"))
    co_return http::response::json(200, core::dump({{"input_tokens", (chat->all_bytes + 3) / 4}}));

  const auto marked = read_markers(chat->turns.back().user);
  std::optional<fault> failure;
  if (marked.failure && happens(*marked.failure, request, *chat)) failure = marked.failure;
  core::log::info("model_request", {{"model", chat->model},
                                    {"turn", chat->turns.size()},
                                    {"round", chat->turns.back().rounds},
                                    {"tools", chat->tools.size()},
                                    {"bytes", request.body.size()},
                                    {"fails", failure ? 1 : 0}});
  if (failure && failure->what == fault::kind::hang_at_headers) co_await rt::sleep_for(longest_hang);
  co_return answer(request, *chat, marked, failure);
}

http::response messages_api::answer(const http::request& request, const conversation& chat, const markers& marked,
                                    std::optional<fault> failure) {
  if (failure && failure->what == fault::kind::http_error) {
    auto out = refuse(failure->status, error_text(failure->status), request.id);
    if (failure->retry_after) out.headers.add("retry-after", std::to_string(*failure->retry_after));
    return out;
  }
  http::response out;
  if (failure && failure->what == fault::kind::garbage) {
    out.headers.add("content-type", chat.stream ? "text/event-stream; charset=utf-8" : "application/json");
    out.body = "<html>\xff\xfe this is no message \x01\n";
    return out;
  }
  const surroundings around{core::to_rfc3339(std::chrono::system_clock::now()).substr(0, 10),
                            [] { return make_id("toolu_"); }};
  const reply what = direct(scripts_, chat, marked, around);
  auto usage = count_tokens(chat, what);
  if (marked.tokens_read) usage.input = *marked.tokens_read;
  const std::string id = make_id("msg_");
  auto frames = chat.stream ? make_frames(what, usage, id, chat.model, pace_)
                            : std::vector<frame>{{make_message(what, usage, id, chat.model), {}, true}};
  if (!chat.stream && !failure) return http::response::json(200, std::move(frames[0].bytes));
  if (!chat.stream) frames[0].bytes.resize(frames[0].bytes.size() / 2);  // a failure comes in the middle
  auto plan = std::make_shared<const delivery>(plan_delivery(std::move(frames), failure));
  out.headers.add("content-type", chat.stream ? "text/event-stream; charset=utf-8" : "application/json");
  out.headers.add("cache-control", "no-cache");
  out.headers.add("request-id", request.id);
  out.stream = [plan](http::body_writer& writer) { return deliver(writer, plan); };
  return out;
}

bool messages_api::happens(const fault& failure, const http::request& request, const conversation& chat) {
  if (!failure.times) return true;
  const auto session = request.headers.find("x-claude-code-session-id");
  const std::string key = std::string(session.value_or("")) + "/" + std::to_string(chat.turns.size()) + "/" +
                          chat.turns.back().user.substr(0, 500);
  if (happened_.size() >= most_counters) happened_.clear();
  return ++happened_[key] <= *failure.times;
}

}  // namespace switchboard::scripted_model
