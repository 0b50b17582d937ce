#include "domain/message_parts.hpp"

#include <catch2/catch.hpp>

using namespace switchboard::domain;

namespace {
tool_call_part call(const std::string& id) {
  return {.id = id, .name = "getX", .args = {R"({"a":1})"}, .result = {}};
}
}  // namespace

TEST_CASE("message parts: text, reasoning and tool calls in the order in which they began") {
  message_parts parts;
  parts.begin(reasoning_part{});
  parts.append("hm");
  parts.begin(text_part{});
  parts.append("a");
  parts.append("b");
  parts.begin(call("t1"));
  CHECK(parts.finish_tool("t1", {"[2]"}, tool_state::completed));
  CHECK(parts.json().text ==
        R"([{"type":"reasoning","reasoning":"hm"},{"type":"text","text":"ab"},)"
        R"({"type":"tool-call","toolCallId":"t1","toolName":"getX","args":{"a":1},"result":[2],"state":"completed"}])");
  CHECK(parts.text() == "ab");
}

TEST_CASE("message parts: empty texts are not saved") {
  message_parts parts;
  CHECK(parts.json().text == "[]");
  parts.append("to nobody");
  parts.begin(text_part{});
  parts.begin(reasoning_part{});
  CHECK(parts.json().text == "[]");
  CHECK(parts.text().empty());
}

TEST_CASE("message parts: two texts are an empty line apart") {
  message_parts parts;
  parts.begin(text_part{"a"});
  parts.begin(call("t1"));
  parts.begin(text_part{"b"});
  CHECK(parts.text() == "a\n\nb");
}

TEST_CASE("message parts: a tool call ends once, and an abandoned one ends in error") {
  message_parts parts;
  parts.begin(call("t1"));
  parts.begin(call("t2"));
  CHECK_FALSE(parts.finish_tool("t3", {"1"}, tool_state::completed));
  CHECK(parts.finish_tool("t1", {"1"}, tool_state::error));
  CHECK_FALSE(parts.finish_tool("t1", {"2"}, tool_state::completed));
  CHECK(parts.json().text.find(R"("args":{"a":1},"state":"running"})") != std::string::npos);
  parts.abandon_tools();
  CHECK(parts.json().text.find("running") == std::string::npos);
}

TEST_CASE("message parts: a dropped text is gone") {
  message_parts parts;
  const auto first = parts.begin(text_part{"a"});
  const auto tool = parts.begin(call("t1"));
  parts.begin(text_part{"b"});
  parts.drop_text(first);
  parts.drop_text(tool);
  CHECK(parts.text() == "b");
  CHECK(parts.json().text.find("t1") != std::string::npos);
}
