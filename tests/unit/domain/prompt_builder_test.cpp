// Golden files: tests/fixtures/prompts/*.md. SWITCHBOARD_WRITE_GOLDEN=1 writes them anew.
#include "domain/prompt_builder.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>
#include <iterator>

using namespace switchboard;

namespace {

void check_golden(const std::string& name, const std::string& text) {
  const std::string path = std::string(SWITCHBOARD_SOURCE_DIR) + "/tests/fixtures/prompts/" + name + ".md";
  if (std::getenv("SWITCHBOARD_WRITE_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << text;
  std::ifstream in(path, std::ios::binary);
  REQUIRE(in);
  CHECK(text == std::string(std::istreambuf_iterator<char>(in), {}));
}

domain::turn_input whole() {
  domain::turn_input t;
  t.agent.system_prompt = "You are Ledger, the finance agent of Northwind Studio.";
  t.rules = {{"always", "Name the currency.", ""},
             {"never", "Guess a figure.", ""},
             {"when", "Ask before you change a budget.", "the user speaks of budgets"}};
  t.skills = {{"month-end", "Month End", "How to close a month.", "1. Check accounts.\n2. Check categories."},
              {"bare", "Bare", "", "Only content."}};
  t.memories = {{"/memories/users/ada.md", 120, "2026-11-01"}, {"/memories/vendors.md", 48, "2026-10-12"}};
  t.user = {"Ada",
            "ada@example.com",
            "admin",
            "Europe/Berlin",
            {"Asana", "Slack"},
            {{"in_progress", "Close October", "2026-11-30"}, {"todo", "Call the bank", ""}},
            {{"Board meeting", "2026-11-21T09:00Z"}}};
  return t;
}

}  // namespace

TEST_CASE("prompt_builder: everything in the contract's order") {
  check_golden("whole", domain::build_system_prompt(whole()));
}

TEST_CASE("prompt_builder: what is empty is left out") {
  domain::turn_input t;
  t.agent.system_prompt = "You are Quill.";
  t.user.email = "max@example.com";
  check_golden("bare", domain::build_system_prompt(t));
}

TEST_CASE("prompt_builder: a lost session is told what was said") {
  auto t = whole();
  t.history = {{"user", "My name is Ada."}, {"assistant", "Hello Ada."}};
  check_golden("with_history", domain::build_system_prompt(t));
}

TEST_CASE("prompt_builder: text of users is placed as it is") {
  auto t = whole();
  t.memories = {{"/memories/{{x}}%s$1.md", 1, "2026-01-01"}};
  CHECK(domain::build_system_prompt(t).find("/memories/{{x}}%s$1.md (1 bytes") != std::string::npos);
}

TEST_CASE("title_from: one line, at most 80 characters, cut at a word") {
  CHECK(domain::title_from("Hello") == "Hello");
  CHECK(domain::title_from("  two\n\n lines\there  ") == "two lines here");
  CHECK(domain::title_from("") == "");
  const auto words = domain::title_from(std::string("word ") + std::string(45, 'x') + " " + std::string(60, 'y'));
  CHECK(words == "word " + std::string(45, 'x') + "…");
  const auto long_word = domain::title_from(std::string(200, 'z'));
  CHECK(long_word == std::string(80, 'z') + "…");
  std::string umlauts;
  for (int i = 0; i < 100; ++i) umlauts += "ü";
  CHECK(domain::title_from(umlauts).size() == 80 * 2 + std::string("…").size());
}
