#include "http/client.hpp"

#include "unit/http/test_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <catch2/catch.hpp>

#include <thread>

using namespace switchboard;
using namespace switchboard::http;
using namespace switchboard::http::test;

namespace {

outbound_request to(const test_server& server, const std::string& path) {
  outbound_request out;
  out.url = "http://127.0.0.1:" + std::to_string(server.port()) + path;
  return out;
}

rt::task<response> answer_all(request& req) {
  response out =
      response::json(200, req.method + " " + req.body + " " + std::string(req.query_value("q").value_or("")));
  if (req.path == "/large") out.body.assign(100'000, 'x');
  if (req.path == "/elsewhere") {
    out.status = 302;
    out.headers.add("Location", "/");
  }
  if (req.path == "/slow") {
    out.stream = [](body_writer& writer) -> rt::task<> { co_await writer.wait_closed(); };
  }
  if (const auto sent = req.headers.find("x-sent")) out.headers.add("X-Got", std::string(*sent));
  co_return out;
}

}  // namespace

TEST_CASE("client: gets and posts") {
  test_server server(answer_all);
  auto get = to(server, "/?q=1");
  get.headers.add("X-Sent", "yes");
  const auto got = send_blocking(reach::secure_or_loopback, get);
  REQUIRE(got.has_value());
  CHECK(got->status == 200);
  CHECK(got->body == "GET  1");
  CHECK(got->headers.find("X-Got") == "yes");

  auto post = to(server, "/");
  post.method = "POST";
  post.body = "a=b";
  CHECK(send_blocking(reach::secure_or_loopback, post)->body == "POST a=b ");
}

TEST_CASE("client: runs on a pool while its shard goes on") {
  test_server server(answer_all);
  rt::runtime runtime(1);
  runtime.start();
  rt::blocking_pool pool("http", 1);
  client c(pool, reach::secure_or_loopback);
  auto sent = boost::asio::co_spawn(runtime.shard(0), c.send(to(server, "/")), boost::asio::use_future);
  CHECK(sent.get()->status == 200);
}

TEST_CASE("client: does not follow redirects") {
  test_server server(answer_all);
  const auto got = send_blocking(reach::secure_or_loopback, to(server, "/elsewhere"));
  REQUIRE(got.has_value());
  CHECK(got->status == 302);
  CHECK(got->headers.find("location") == "/");
}

TEST_CASE("client: an answer beyond the cap is an error") {
  test_server server(answer_all);
  auto out = to(server, "/large");
  out.max_body = 100'000;
  CHECK(send_blocking(reach::secure_or_loopback, out).has_value());
  out.max_body = 99'999;
  CHECK(send_blocking(reach::secure_or_loopback, out).error().code == core::errc::payload_too_large);
}

TEST_CASE("client: a deadline ends a request that hangs") {
  test_server server(answer_all);
  auto out = to(server, "/slow");
  out.limit = core::deadline::after(std::chrono::milliseconds(200));
  CHECK(send_blocking(reach::secure_or_loopback, out).error().code == core::errc::timed_out);
  CHECK(send_blocking(reach::secure_or_loopback, out).error().code == core::errc::timed_out);  // passed already
}

TEST_CASE("client: says when nobody listens") {
  std::uint16_t port = 0;
  {
    const test_server server(answer_all);
    port = server.port();
  }
  outbound_request out;
  out.url = "http://127.0.0.1:" + std::to_string(port) + "/";
  const auto got = send_blocking(reach::secure_or_loopback, out);
  REQUIRE_FALSE(got.has_value());
  CHECK(got.error().code == core::errc::closed);
  CHECK_FALSE(got.error().detail.empty());
}

TEST_CASE("client: sends only where its policy says") {
  test_server server(answer_all);
  const auto refused = [&](reach where, const std::string& url) {
    outbound_request out;
    out.url = url;
    out.limit = core::deadline::after(std::chrono::seconds(5));
    const auto got = send_blocking(where, out);
    return !got && got.error().code == core::errc::bad_request;
  };
  CHECK(refused(reach::secure, to(server, "/").url));
  CHECK(refused(reach::secure_or_loopback, "http://192.0.2.1/"));
  CHECK(refused(reach::secure_or_loopback, "http://[2001:db8::1]/"));
  CHECK(refused(reach::secure_or_loopback, "file:///etc/hostname"));
  CHECK(refused(reach::secure_or_loopback, "ftp://127.0.0.1/"));
  CHECK(refused(reach::secure_or_loopback, "not a url"));
  CHECK(refused(reach::secure_or_loopback, ""));
  CHECK(server.log().empty());

  auto out = to(server, "/");
  out.headers.add("X-Bad", "a\r\nHost: b");
  CHECK(send_blocking(reach::secure_or_loopback, out).error().code == core::errc::bad_request);
  out = to(server, "/");
  out.method = "DELETE";
  CHECK(send_blocking(reach::secure_or_loopback, out).error().code == core::errc::bad_request);
}
