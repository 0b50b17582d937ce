#include "chat/run_transcript.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace switchboard;

namespace {

const std::string session = "0d1e5f5c-7a5b-4c53-8a24-1f0d5a3f0c11";

domain::transcript_mirror_message mirrored(std::vector<core::json_text> entries,
                                           const std::string& file = "/s/projects/-s-work/" + session + ".jsonl") {
  return {file, std::move(entries)};
}

core::json_text entry(const std::string& uuid, const std::string& parent) {
  return {R"({"parentUuid":)" + (parent.empty() ? "null" : '"' + parent + '"') + R"(,"type":"user","uuid":")" + uuid +
          "\"}"};
}

const core::json_text boundary{R"({"parentUuid":null,"subtype":"compact_boundary","type":"system","uuid":"c"})"};

}  // namespace

TEST_CASE("run transcript: keeps the session's entries in order, and no other file's") {
  chat::run_transcript t;
  t.begin(false);
  t.add(mirrored({entry("a", ""), {R"({"type":"api-request","n":1})"}}), session);
  t.add(mirrored({entry("x", "")}, "/s/projects/-s-work/" + session + "/agent-1.jsonl"), session);
  t.add(mirrored({entry("b", "a")}), session);
  const auto kept = t.take();
  REQUIRE(kept.entries.size() == 2);
  CHECK(kept.entries[0] == entry("a", ""));
  CHECK(kept.entries[1] == entry("b", "a"));
  CHECK_FALSE(kept.compacted);
  CHECK_FALSE(t.began_blank());
}

TEST_CASE("run transcript: a compaction makes what lies before it superfluous") {
  chat::run_transcript t;
  t.begin(true);
  t.add(mirrored({entry("a", "z"), boundary, entry("d", "c")}), session);
  const auto kept = t.take();
  CHECK(kept.entries.size() == 3);
  CHECK(kept.compacted);
  CHECK(kept.needed_from == 1);
  CHECK_FALSE(t.began_blank());
}

TEST_CASE("run transcript: a session that was to go on and began empty is noticed") {
  chat::run_transcript resumed;
  resumed.begin(true);
  resumed.add(mirrored({{R"({"type":"mode"})"}, entry("a", ""), entry("b", "a")}), session);
  CHECK(resumed.began_blank());

  chat::run_transcript fresh;
  fresh.begin(false);
  fresh.add(mirrored({entry("a", "")}), session);
  CHECK_FALSE(fresh.began_blank());

  chat::run_transcript compacted;
  compacted.begin(true);
  compacted.add(mirrored({boundary, entry("d", "c")}), session);
  CHECK_FALSE(compacted.began_blank());
}
