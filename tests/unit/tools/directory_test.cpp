#include "tools/directory.hpp"

#include "tools/catalog.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <map>
#include <set>
#include <unistd.h>

namespace switchboard::tools {
namespace {

namespace fs = std::filesystem;

class temporary_folder {
 public:
  temporary_folder() {
    std::string name = (fs::temp_directory_path() / "switchboard-tools-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~temporary_folder() { fs::remove_all(path_); }
  const fs::path& path() const { return path_; }
  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name) << text;
  }

 private:
  fs::path path_;
};

std::string tool_text(const std::string& name) {
  return "-- name: " + name +
         "\n-- title: T\n-- description: D.\n-- effect: read_only\n-- result: rows\nSELECT 1 AS n\n";
}

class no_runner final : public store::statement_runner {
  rt::task<store::call_answer> call(const auth::tenant_context&, store::recorded_call,
                                    std::shared_ptr<const store::prepared_statement>,
                                    std::vector<std::optional<std::string>>, store::answer_maker,
                                    core::deadline) override {
    co_return store::call_answer{};
  }
  rt::task<> record(const auth::tenant_context&, store::recorded_call, store::call_answer, core::deadline) override {
    co_return;
  }
  rt::task<core::result<void>> explain(std::shared_ptr<const store::prepared_statement>, std::size_t,
                                       core::deadline) override {
    co_return core::result<void>();
  }
};

}  // namespace

TEST_CASE("directory: loads every .sql file below its domain, in order, and nothing else") {
  const temporary_folder folder;
  folder.write("b/second.sql", tool_text("second"));
  folder.write("a/first.sql", tool_text("first"));
  folder.write("a/README.md", "not a tool");
  folder.write("loose.sql", "not in a domain");
  const auto files = load_directory(folder.path());
  REQUIRE(files.has_value());
  REQUIRE(files->size() == 2);
  CHECK((*files)[0].description.name == "first");
  CHECK((*files)[1].description.domain == "b");
  CHECK(list(*files) ==
        "a               first                           reads     T\n"
        "b               second                          reads     T\n"
        "2 tools\n");
}

TEST_CASE("directory: all faults of all files are listed with file and line") {
  const temporary_folder folder;
  folder.write("a/bad.sql", tool_text("good") + ";;");
  folder.write("b/worse.sql", "SELECT 1");
  folder.write("b/large.sql", std::string(70'000, ' '));
  const auto files = load_directory(folder.path());
  REQUIRE(files.has_error());
  CHECK(
      files.error().message.starts_with("a/bad.sql:1: the tool is named good, its file bad\n"
                                        "a/bad.sql:7: the statement holds more than one statement\n"
                                        "b/large.sql:1: cannot be read, or is larger than 64 KiB\n"
                                        "b/worse.sql:1: the head has no name"));
}

TEST_CASE("directory: a folder that is not there is an error that names it") {
  const auto files = load_directory("/nonexistent/tools");
  REQUIRE(files.has_error());
  CHECK(files.error().message.find("/nonexistent/tools") != std::string::npos);
}

TEST_CASE("directory: two tools of one name are refused") {
  const temporary_folder folder;
  folder.write("a/same.sql", tool_text("same"));
  folder.write("b/same.sql", tool_text("same"));
  no_runner runner;
  auto made = make_registry(load_directory(folder.path()).value(), runner);
  REQUIRE(made.has_error());
  CHECK(made.error().message == "two tools are named same");
}

TEST_CASE("directory: the tools that we ship parse, and a model can choose by their descriptions") {
  const auto files = load_directory(SWITCHBOARD_SOURCE_DIR "/db/tools");
  INFO((files ? "" : files.error().message));
  REQUIRE(files.has_value());
  CHECK(files->size() >= 12);
  std::set<std::string> descriptions;
  for (const auto& file : *files) {
    const auto& d = file.description;
    INFO(d.domain << "/" << d.name);
    CHECK(d.description.size() >= 25);
    CHECK(d.description.ends_with('.'));
    CHECK(descriptions.insert(d.description).second);
    CHECK_FALSE(d.title.empty());
    if (file.header.shape == result_shape::rows) CHECK_FALSE(file.header.when_empty.empty());
  }
}

}  // namespace switchboard::tools
