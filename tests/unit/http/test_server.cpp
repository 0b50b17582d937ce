#include "unit/http/test_server.hpp"

#include <chrono>
#include <thread>
#include <utility>

namespace switchboard::http::test {

test_server::test_server(handler h, limits l) : server_(runtime_, l, make_hooks(std::move(h))) {
  runtime_.start();
  server_.listen("127.0.0.1", 0);
}

hooks test_server::make_hooks(handler h) {
  hooks out;
  out.handle = std::move(h);
  out.fail = [](const core::error& e, const request&) {
    return response::json(core::http_status(e.code), "{\"code\":\"" + std::string(core::name(e.code)) + "\"}");
  };
  out.access = [this](const access_record& r) {
    const std::lock_guard lock(mutex_);
    log_.push_back({r.req->method, r.req->path, r.req->id, std::string(r.pattern), r.status, r.bytes_sent});
  };
  return out;
}

std::vector<answered> test_server::log() const {
  const std::lock_guard lock(mutex_);
  return log_;
}

std::vector<answered> test_server::wait_for_log(std::size_t count) const {
  eventually([&] { return log().size() >= count; });
  return log();
}

bool test_server::wait_for_connections(std::size_t count) const {
  return eventually([&] { return server_.connections() == count; });
}

bool eventually(const std::function<bool()>& condition) {
  for (int i = 0; i < 2000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

rt::task<response> echo(request& req) {
  response out;
  out.headers.add("Content-Type", "text/plain");
  out.body = req.method + " " + req.path + " " + req.body;
  co_return out;
}

}  // namespace switchboard::http::test
