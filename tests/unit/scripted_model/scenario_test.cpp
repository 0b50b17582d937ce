#include "scripted-model/scenario.hpp"

#include <catch2/catch.hpp>

#include <fstream>

using namespace switchboard;
using namespace switchboard::scripted_model;

TEST_CASE("scenario: the demo's files load") {
  auto loaded = load_library(SWITCHBOARD_SOURCE_DIR "/apps/scripted-model/scenarios");
  INFO((loaded.has_error() ? loaded.error().message : std::string()));
  REQUIRE(loaded.has_value());
  CHECK(loaded->scenarios.size() > 8);
  CHECK(loaded->of(part::otherwise).steps.size() >= 1);
}

TEST_CASE("scenario: refuses what it does not understand, and says what") {
  const auto why = [](std::string_view text) {
    auto made = read_scenario("x.json", text);
    return made ? std::string("nothing") : made.error().message;
  };
  CHECK_THAT(why("{"), Catch::StartsWith("x.json: "));
  CHECK_THAT(why("[]"), Catch::Contains("expected an object"));
  CHECK_THAT(why(R"({"match":{"any":["a"]},"step":[]})"), Catch::Contains("unknown key \"step\""));
  CHECK_THAT(why(R"({"match":{"any":["a"]}})"), Catch::Contains("no steps"));
  CHECK_THAT(why(R"({"steps":[{"say":"x"}]})"), Catch::Contains("has a match"));
  CHECK_THAT(why(R"({"match":{"any":["("]},"steps":[{"say":"x"}]})"), Catch::Contains("bad pattern"));
  CHECK_THAT(why(R"({"match":{"any":["a"]},"steps":[{"say":"{{ x | nosuch }}"}]})"), Catch::Contains("no filter"));
  CHECK_THAT(why(R"({"match":{"any":["a"]},"steps":[{"shout":"x"}]})"), Catch::Contains("unknown key"));
  CHECK_THAT(why(R"({"match":{"any":["a"]},"steps":[{"call":[]}]})"), Catch::Contains("without calls"));
  CHECK_THAT(why(R"({"match":{"any":["a"]},"steps":[{"call":[{"as":"x"}]}]})"), Catch::Contains("expected a text"));
  CHECK_THAT(why(R"({"match":[{"none":["a"]}],"steps":[{"say":"x"}]})"), Catch::Contains("without \"any\""));
  CHECK_THAT(why(R"({"part":"main","steps":[{"say":"x"}]})"), Catch::Contains("no part"));
  CHECK(why(R"({"match":{"any":["a"]},"steps":[{"say":["x","y"]},{"pause":5}]})") == "nothing");
}

TEST_CASE("scenario: a folder without its parts, or none at all, is refused") {
  CHECK(load_library("/nonexistent/folder").has_error());
  const auto folder = std::filesystem::temp_directory_path() / "scripted-model-scenario-test";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "a.json") << R"({"match":{"any":["a"]},"steps":[{"say":"x"}]})";
  const auto loaded = load_library(folder);
  std::filesystem::remove_all(folder);
  REQUIRE(loaded.has_error());
  CHECK_THAT(loaded.error().message, Catch::Contains("otherwise"));
}
