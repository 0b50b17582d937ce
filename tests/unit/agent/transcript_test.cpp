#include "agent/transcript.hpp"

#include "support/show_result.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <unistd.h>

using namespace switchboard;
using namespace switchboard::agent;

namespace {

std::string line(const std::string& uuid, const std::string& parent, const std::string& type = "user") {
  return R"({"parentUuid":)" + (parent.empty() ? "null" : '"' + parent + '"') + R"(,"type":")" + type +
         R"(","uuid":")" + uuid + "\"}\n";
}

const std::string mode = "{\"mode\":\"normal\",\"type\":\"mode\"}\n";

class folder {
 public:
  folder() : path_(std::filesystem::temp_directory_path() / ("transcript-" + std::to_string(::getpid()))) {}
  folder(const folder&) = delete;
  folder& operator=(const folder&) = delete;
  ~folder() { std::filesystem::remove_all(path_); }
  std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

std::string content(const std::string& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("transcript: a whole one is left as it is") {
  const auto lines = mode + line("a", "") + line("b", "a") + mode;
  const auto whole = mend_transcript(lines);
  REQUIRE(whole);
  CHECK(whole->lines == lines);
  CHECK(whole->last_uuid == "b");
}

TEST_CASE("transcript: what follows a lost entry follows the one before it") {
  const auto whole = mend_transcript(line("a", "") + line("b", "a") + line("d", "lost") + line("e", "d"));
  REQUIRE(whole);
  CHECK(whole->lines == line("a", "") + line("b", "a") + line("d", "b") + line("e", "d"));
}

TEST_CASE("transcript: a history that began anew without a compaction is joined to the old one") {
  const auto whole = mend_transcript(line("a", "") + line("b", ""));
  REQUIRE(whole);
  CHECK(whole->lines == line("a", "") + line("b", "a"));
  const std::string boundary = R"({"parentUuid":null,"subtype":"compact_boundary","type":"system","uuid":"c"})"
                               "\n";
  CHECK(mend_transcript(line("a", "") + boundary)->lines == line("a", "") + boundary);
}

TEST_CASE("transcript: one that no session can go on from is gone") {
  for (const std::string lines : {"", "{\"type\":\"mode\"}\n", "half a li", "[1]\n"}) {
    const auto whole = mend_transcript(lines);
    REQUIRE_FALSE(whole);
    CHECK(whole.error().code == core::errc::gone);
  }
}

TEST_CASE("transcript: records of API requests are not kept, a compaction is known") {
  CHECK(read_transcript_entry({R"({"type":"api-request-blob","message":{}})"}).text.text == "null");
  CHECK(read_transcript_entry({"[1]"}).text.text == "null");
  const auto entry = read_transcript_entry({R"({"type":"user","uuid":"b","parentUuid":"a"})"});
  CHECK(entry.uuid == "b");
  CHECK(entry.parent == "a");
  CHECK_FALSE(entry.begins_anew);
  CHECK(read_transcript_entry({R"({"type":"system","subtype":"compact_boundary","uuid":"b"})"}).begins_anew);
}

TEST_CASE("transcript: lies where the CLI looks for it") {
  CHECK(transcript_path("/s/claude", "/s/.local/work_1", "id") == "/s/claude/projects/-s--local-work-1/id.jsonl");
}

TEST_CASE("transcript: a file that is missing or behind is written, one that is further on is kept") {
  const folder f;
  const auto path = f.file("p/s.jsonl");
  const auto stored = mend_transcript(line("a", "") + line("b", "a")).value();
  REQUIRE(restore_transcript(path, stored));
  CHECK(content(path) == stored.lines);
  const auto perms = std::filesystem::status(path).permissions();
  CHECK((perms & (std::filesystem::perms::group_all | std::filesystem::perms::others_all)) ==
        std::filesystem::perms::none);

  std::ofstream(path) << line("a", "");
  REQUIRE(restore_transcript(path, stored));
  CHECK(content(path) == stored.lines);

  std::ofstream(path, std::ios::app) << line("c", "b");
  REQUIRE(restore_transcript(path, stored));
  CHECK(content(path) == stored.lines + line("c", "b"));
}

TEST_CASE("transcript: one that cannot be written is said so") {
  const auto stored = mend_transcript(line("a", "")).value();
  const auto failed = restore_transcript("/dev/null/x/s.jsonl", stored);
  REQUIRE_FALSE(failed);
  CHECK(failed.error().code == core::errc::agent_unavailable);
}

TEST_CASE("transcript: files that nobody has written for long are deleted") {
  const folder f;
  const auto stored = mend_transcript(line("a", "")).value();
  const auto old = f.file("projects/p/old.jsonl");
  const auto fresh = f.file("projects/p/fresh.jsonl");
  REQUIRE(restore_transcript(old, stored));
  REQUIRE(restore_transcript(fresh, stored));
  std::filesystem::last_write_time(old, std::filesystem::file_time_type::clock::now() - std::chrono::hours(30));
  CHECK(forget_old_transcripts(f.file("."), std::chrono::hours(24)) == 1);
  CHECK_FALSE(std::filesystem::exists(old));
  CHECK(std::filesystem::exists(fresh));
  CHECK(forget_old_transcripts(f.file("absent"), std::chrono::hours(24)) == 0);
}
