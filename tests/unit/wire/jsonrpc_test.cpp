#include "wire/jsonrpc.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace switchboard::wire {
namespace {

using core::json;
using kind = jsonrpc_envelope::kind;

jsonrpc_envelope read(const char* text) {
  return read_jsonrpc(json::parse(text));
}

}  // namespace

TEST_CASE("jsonrpc: tells requests, notifications and responses apart") {
  const auto request = read(R"({"method":"ping","id":7,"jsonrpc":"2.0"})");
  CHECK(request.what == kind::request);
  CHECK(request.id.text == "7");
  CHECK(request.method == "ping");
  CHECK(read(R"({"jsonrpc":"2.0","id":"a\"b","method":"x","params":{}})").id.text == R"("a\"b")");
  CHECK(read(R"({"jsonrpc":"2.0","method":"notifications/initialized"})").what == kind::notification);
  CHECK(read(R"({"jsonrpc":"2.0","id":1,"result":{}})").what == kind::response);
  CHECK(read(R"({"jsonrpc":"2.0","id":1,"error":{}})").what == kind::response);
}

TEST_CASE("jsonrpc: says why a message is none") {
  const std::vector<std::pair<const char*, const char*>> cases{
      {R"([])", "batches are not supported"},
      {R"("text")", "a message is an object"},
      {R"({"id":1,"method":"x"})", "jsonrpc must be \"2.0\""},
      {R"({"jsonrpc":"1.0","id":1,"method":"x"})", "jsonrpc must be \"2.0\""},
      {R"({"jsonrpc":"2.0","id":1})", "a message has a method, or an id with a result or an error"},
      {R"({"jsonrpc":"2.0","id":1,"method":5})", "method must be a string"},
      {R"({"jsonrpc":"2.0","id":null,"method":"x"})", "id must be a string or an integer"},
      {R"({"jsonrpc":"2.0","id":1.5,"method":"x"})", "id must be a string or an integer"},
      {R"({"jsonrpc":"2.0","id":{},"method":"x"})", "id must be a string or an integer"},
      {R"({"jsonrpc":"2.0","id":1,"method":"x","params":[1]})", "params must be an object"},
      {R"({"jsonrpc":"2.0","id":1,"method":"x","params":null})", "params must be an object"},
  };
  for (const auto& [text, fault] : cases) {
    INFO(text);
    const auto envelope = read(text);
    CHECK(envelope.what == kind::invalid);
    CHECK(envelope.fault == fault);
  }
  const json endless{{"jsonrpc", "2.0"}, {"id", std::string(1000, 'x')}, {"method", "x"}};
  CHECK(read_jsonrpc(endless).what == kind::invalid);
  CHECK(read_jsonrpc(endless).id.text == "null");
}

TEST_CASE("jsonrpc: answers repeat the id as it came") {
  CHECK(jsonrpc_result({"\"a\""}, json::object()) == json::parse(R"({"jsonrpc":"2.0","id":"a","result":{}})"));
  CHECK(jsonrpc_failure({"null"}, jsonrpc_error::invalid_request, "why") ==
        json::parse(R"({"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"why"}})"));
  CHECK(jsonrpc_params(json::parse(R"({"method":"x"})")) == json::object());
}

}  // namespace switchboard::wire
