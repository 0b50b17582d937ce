#include "chat/event_merge.hpp"

#include "core/json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace switchboard;
using nlohmann::json;

namespace {

const auto run = core::run_id::random();

chat::event_ptr made(std::int64_t seq, const domain::event& e) {
  chat::published_event p{seq, run, std::string(domain::type_name(e)), domain::to_json(e, seq)};
  return std::make_shared<const chat::published_event>(std::move(p));
}

std::vector<chat::event_ptr> answer() {
  using domain::block_state;
  return {made(5, domain::session_event{"s", {}, run, false}),
          made(6, domain::reasoning_event{"hm", block_state::open}),
          made(7, domain::reasoning_event{"", block_state::complete}),
          made(8, domain::text_event{"Grüße ", block_state::open}),
          made(9, domain::text_event{"an \"dich\"\n", block_state::open}),
          made(10, domain::text_event{"!", block_state::complete}),
          made(11, domain::text_event{"second block", block_state::complete}),
          made(12, domain::done_event{})};
}

std::string content_after(const std::vector<store::stored_event>& rows, std::int64_t after, const std::string& type) {
  std::string out;
  for (const auto& row : rows) {
    if (row.seq <= after || row.type != type) continue;
    out += json::parse(chat::unmerge(row, after)).at("content").get<std::string>();
  }
  return out;
}

}  // namespace

TEST_CASE("event_merge: a block becomes one row with the number of its last delta") {
  const auto rows = chat::merge_deltas(answer());
  REQUIRE(rows.size() == 5);
  CHECK(rows[0].type == "session");
  CHECK(rows[1].seq == 7);
  CHECK(rows[2].seq == 10);
  CHECK(rows[3].seq == 11);
  CHECK(rows[4].seq == 12);
  const auto whole = json::parse(chat::unmerge(rows[2], 0));
  CHECK(whole == json{{"type", "text"}, {"seq", 10}, {"content", "Grüße an \"dich\"\n!"}, {"isComplete", true}});
}

TEST_CASE("event_merge: from any cursor the rest is what the deltas would have given") {
  const auto events = answer();
  const auto rows = chat::merge_deltas(events);
  for (std::int64_t after = 4; after <= 12; ++after) {
    for (const std::string type : {"text", "reasoning"}) {
      std::string live;
      for (const auto& e : events) {
        if (e->seq > after && e->type == type) live += json::parse(e->data).at("content").get<std::string>();
      }
      CHECK(content_after(rows, after, type) == live);
    }
  }
}

TEST_CASE("event_merge: a block with another run's event between its deltas stays apart there") {
  using domain::block_state;
  const auto rows = chat::merge_deltas({made(1, domain::text_event{"a", block_state::open}),
                                        made(2, domain::text_event{"b", block_state::open}),
                                        made(4, domain::text_event{"c", block_state::complete})});
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].seq == 2);
  CHECK(json::parse(chat::unmerge(rows[1], 3)).at("content") == "c");
}

TEST_CASE("event_merge: what is cut at a number and what follows it from there give the whole") {
  const auto events = answer();
  const auto rows = chat::merge_deltas(events);
  for (std::int64_t until = 4; until <= 12; ++until) {
    for (const std::string type : {"text", "reasoning"}) {
      std::string joined;
      for (const auto& row : rows) {
        const auto part = chat::unmerge_until(row, 4, until);
        if (!part) continue;
        CHECK(part->seq <= until);
        if (part->type == type) joined += json::parse(part->data).at("content").get<std::string>();
      }
      CHECK(joined + content_after(rows, until, type) == content_after(rows, 4, type));
    }
  }
  CHECK_FALSE(chat::unmerge_until(rows[0], 4, 4).has_value());
}

TEST_CASE("event_merge: a block that was cut off keeps its text") {
  using domain::block_state;
  const auto rows = chat::merge_deltas({made(1, domain::text_event{"half a ", block_state::open}),
                                        made(2, domain::text_event{"sent", block_state::open})});
  REQUIRE(rows.size() == 1);
  const auto row = json::parse(chat::unmerge(rows[0], 0));
  CHECK(row.at("content") == "half a sent");
  CHECK(row.at("isComplete") == false);
}

TEST_CASE("event_merge: a tool result that speaks of _ends stays as it is") {
  const std::string data = R"({"type":"tool_result","seq":3,"toolCallId":"t","result":{"_ends":[1]},"success":true})";
  CHECK(chat::unmerge({3, "tool_result", data}, 0) == data);
}
