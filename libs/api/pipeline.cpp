#include "api/pipeline.hpp"

#include "api/error_reply.hpp"
#include "auth/cors.hpp"
#include "core/log.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace switchboard::api {
namespace {

auth::credentials credentials_of(const http::request& req) {
  auth::credentials out;
  out.method = req.is_head ? "HEAD" : req.method;
  out.request_id = req.id;
  for (const auto& [name, value] : req.headers.all()) {
    const auto is = [&](std::string_view wanted) {
      return std::equal(name.begin(), name.end(), wanted.begin(), wanted.end(),
                        [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; });
    };
    if (is("authorization"))
      out.authorization.push_back(value);
    else if (is("cookie"))
      out.cookie.push_back(value);
    else if (is("origin"))
      out.origin.push_back(value);
  }
  return out;
}

std::string joined(const std::vector<std::string>& items) {
  std::string out;
  for (const auto& item : items) out += (out.empty() ? "" : ", ") + item;
  return out;
}

void add_all(http::response& to, const auth::cors_headers& headers) {
  for (const auto& [name, value] : headers) to.headers.add(name, value);
}

http::response refusal(core::error e, const http::request& req) {
  if (!e.detail.empty()) {
    core::log::info("refused", {{"requestId", req.id}, {"code", core::name(e.code)}, {"detail", e.detail}});
  }
  return error_reply(e, req.id);
}

}  // namespace

void pipeline::add(std::string_view method, std::string_view pattern, call_handler h) {
  router_.add(method, pattern, [this, h = std::move(h)](http::request& req) -> rt::task<http::response> {
    auto answer = co_await authenticated(h, req);
    if (!answer) co_return refusal(answer.error(), req);
    co_return std::move(*answer);
  });
}

void pipeline::add_probe(std::string_view method, std::string_view pattern, open_handler h) {
  router_.add(method, pattern, [h = std::move(h)](http::request& req) -> rt::task<http::response> {
    auto answer = co_await h(req);
    if (!answer) co_return refusal(answer.error(), req);
    co_return std::move(*answer);
  });
}

void pipeline::add_open(std::string_view method, std::string_view pattern, open_handler h) {
  add_probe(method, pattern,
            [this, h = std::move(h)](const http::request& req) -> rt::task<core::result<http::response>> {
              if (auto allowed = co_await limits_.take_unknown(req); !allowed) co_return allowed.error();
              co_return co_await h(req);
            });
}

rt::task<http::response> pipeline::handle(http::request& req) {
  const auto origin = std::string(req.headers.find("origin").value_or(""));
  if (req.method == "OPTIONS" && req.headers.find("access-control-request-method")) {
    http::response out;
    out.status = 204;
    add_all(out, auth::cors_preflight(who_.origins(), origin));
    co_return out;
  }
  auto out = co_await routed(req);
  add_all(out, auth::cors_response(who_.origins(), origin));
  co_return out;
}

rt::task<http::response> pipeline::routed(http::request& req) {
  auto match = router_.match(req.method, req.path);
  if (match.found == nullptr && match.allowed.empty() && req.target != "*") {
    co_return refusal(core::make_error(core::errc::not_found), req);
  }
  if (match.found == nullptr) {
    auto out =
        req.method == "OPTIONS" ? http::response{} : refusal(core::make_error(core::errc::method_not_allowed), req);
    if (req.method == "OPTIONS") out.status = 204;
    out.headers.add("Allow", match.allowed.empty() ? "GET, HEAD, POST, PATCH, PUT, DELETE, OPTIONS"
                                                   : joined(match.allowed) + ", OPTIONS");
    co_return out;
  }
  req.params = std::move(match.params);
  req.pattern = std::move(match.pattern);
  co_return co_await (*match.found)(req);
}

rt::task<core::result<http::response>> pipeline::authenticated(const call_handler& h, http::request& req) {
  auto from = credentials_of(req);
  auto who = co_await who_.authenticate(std::move(from), req.limit);
  if (!who) {
    if (auto allowed = co_await limits_.take_unknown(req); !allowed) co_return allowed.error();
    co_return who.error();
  }
  req.user_id = who->context.user_id().str();
  if (auto allowed = co_await limits_.take(who->context, req); !allowed) co_return allowed.error();
  co_return co_await h(call{req, who->context, req.limit});
}

}  // namespace switchboard::api
