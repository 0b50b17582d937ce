#include "migrate/revision_history.hpp"

#include "migrate/new_revision.hpp"
#include "scratch_folder.hpp"

#include <catch2/catch.hpp>

using namespace switchboard::migrate;

namespace {

void write_pair(const scratch_folder& folder, const std::string& name, const std::string& id,
                const std::string& after) {
  const auto header = "-- revision: " + id + "\n-- down_revision: " + after + "\nSELECT 1;\n";
  folder.write(name + ".up.sql", header);
  folder.write(name + ".down.sql", header);
}

std::string complaint(const scratch_folder& folder) {
  const auto all = load_history(folder.path());
  REQUIRE(all.has_error());
  return all.error().message;
}

}  // namespace

TEST_CASE("revision_history: follows down_revision, not the files' order") {
  const scratch_folder folder;
  write_pair(folder, "0003_first", "0003", "none");
  write_pair(folder, "0001_second", "0001", "0003");
  write_pair(folder, "0002_third", "0002", "0001");
  folder.write("notes.txt", "not a revision");
  const auto all = load_history(folder.path());
  REQUIRE(all.has_value());
  REQUIRE(all->size() == 3);
  CHECK((*all)[0].slug == "first");
  CHECK((*all)[1].slug == "second");
  CHECK((*all)[2].slug == "third");
  CHECK((*all)[0].down_revision.empty());
  CHECK((*all)[2].down.filename() == "0002_third.down.sql");
  CHECK(position_of(*all, "0001").value_or(99) == 1);
  CHECK_FALSE(position_of(*all, "0009").has_value());
}

TEST_CASE("revision_history: refuses what is no chain, and says which file breaks it") {
  const scratch_folder folder;
  write_pair(folder, "0001_first", "0001", "none");
  SECTION("two beginnings") {
    write_pair(folder, "0002_other", "0002", "none");
    CHECK(complaint(folder).find("0002_other.up.sql:2: revision 0001 (first) follows none already") !=
          std::string::npos);
  }
  SECTION("a branch") {
    write_pair(folder, "0002_left", "0002", "0001");
    write_pair(folder, "0003_right", "0003", "0001");
    CHECK(complaint(folder).find("0003_right.up.sql:2: revision 0002 (left) follows 0001") != std::string::npos);
  }
  SECTION("a gap") {
    write_pair(folder, "0003_third", "0003", "0002");
    CHECK(complaint(folder).find("0003_third.up.sql:2: there is no revision 0002") != std::string::npos);
  }
  SECTION("a circle") {
    write_pair(folder, "0002_two", "0002", "0003");
    write_pair(folder, "0003_three", "0003", "0002");
    CHECK(complaint(folder).find("for it to follow") != std::string::npos);
  }
  SECTION("halves that disagree") {
    folder.write("0002_two.up.sql", "-- revision: 0002\n-- down_revision: 0001\n");
    folder.write("0002_two.down.sql", "-- revision: 0002\n-- down_revision: none\n");
    CHECK(complaint(folder).find("names another down_revision") != std::string::npos);
  }
  SECTION("one number, two names") {
    write_pair(folder, "0001_again", "0001", "none");
    CHECK(complaint(folder).find("revision 0001 is also") != std::string::npos);
  }
  SECTION("a name that does not fit its header") {
    write_pair(folder, "0002_two", "0007", "0001");
    CHECK(complaint(folder).find(":1: revision 0007 does not fit the file's name") != std::string::npos);
  }
  SECTION("a name that is none") {
    folder.write("extra.sql", "SELECT 1;");
    CHECK(complaint(folder).find("extra.sql: a revision's file is called") != std::string::npos);
  }
}

TEST_CASE("revision_history: an empty or missing folder is an error") {
  const scratch_folder folder;
  CHECK(complaint(folder).find("holds no revisions") != std::string::npos);
  CHECK(load_history(folder.path() / "missing").has_error());
}

TEST_CASE("new_revision: continues the history and touches no file that exists") {
  const scratch_folder folder;
  write_pair(folder, "0099_first", "0099", "none");
  const auto all = load_history(folder.path());
  REQUIRE(all.has_value());
  const auto made = make_revision(folder.path(), *all, "  Team channels & DMs ");
  REQUIRE(made.has_value());
  CHECK(made->up.filename() == "0100_team_channels_dms.up.sql");
  CHECK(make_revision(folder.path(), *all, "team channels dms").has_error());
  CHECK(make_revision(folder.path(), *all, "!?").has_error());
  const auto now = load_history(folder.path());
  REQUIRE(now.has_value());
  CHECK(now->back().down_revision == "0099");
}
