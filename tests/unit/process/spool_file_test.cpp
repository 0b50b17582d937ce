#include "process/spool_file.hpp"

#include "core/uuid.hpp"
#include "process/process_identity.hpp"
#include "support/show_result.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <filesystem>
#include <sys/resource.h>
#include <unistd.h>

using namespace switchboard;

namespace {

class scratch {
 public:
  scratch() : path_(std::filesystem::temp_directory_path() / ("spool-" + core::uuid::random().str())) {}
  scratch(const scratch&) = delete;
  scratch& operator=(const scratch&) = delete;
  ~scratch() { std::filesystem::remove(path_); }
  std::string path() const { return path_; }

 private:
  std::filesystem::path path_;
};

wire::host_frame line(std::string text) {
  return {wire::frame_kind::output, 0, 0, 1, std::move(text)};
}

}  // namespace

TEST_CASE("spool file: what is appended is read back, numbered, and for this user alone") {
  const scratch file;
  auto spool = process::spool_file::create(file.path(), 1 << 20);
  REQUIRE(spool);
  auto a = line("a");
  auto b = line("b");
  REQUIRE(spool->append(a));
  REQUIRE(spool->append(b));
  CHECK(b.number == 2);
  CHECK(process::read_spool_file(file.path()).frames == std::vector<wire::host_frame>{a, b});
  const auto mode = std::filesystem::status(file.path()).permissions();
  CHECK(mode == (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
}

TEST_CASE("spool file: is emptied once all of it is saved, and its numbers go on") {
  const scratch file;
  auto spool = process::spool_file::create(file.path(), 1 << 20);
  auto a = line("a");
  auto b = line("b");
  REQUIRE(spool->append(a));
  REQUIRE(spool->append(b));
  spool->release(1);
  CHECK(process::read_spool_file(file.path()).frames.size() == 2);
  spool->release(2);
  CHECK(process::read_spool_file(file.path()).frames.empty());
  auto c = line("c");
  REQUIRE(spool->append(c));
  CHECK(process::read_spool_file(file.path()).frames == std::vector<wire::host_frame>{c});
  CHECK(c.number == 3);
}

TEST_CASE("spool file: a frame beyond its limit is refused, and the file stays whole") {
  const scratch file;
  auto spool = process::spool_file::create(file.path(), 200);
  auto small = line("small");
  auto large = line(std::string(200, 'x'));
  REQUIRE(spool->append(small));
  CHECK_FALSE(spool->append(large));
  CHECK(spool->append(small));
  CHECK(process::read_spool_file(file.path()).frames.size() == 2);
}

TEST_CASE("spool file: a disk that is full tears nothing") {
  const scratch file;
  auto spool = process::spool_file::create(file.path(), 1 << 20);
  auto small = line("small");
  REQUIRE(spool->append(small));
  // The file may not grow beyond this: what is written up to it is there, as on a disk with as much room.
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const auto old = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit tight{100, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &tight);
  auto large = line(std::string(1000, 'x'));
  const auto refused = spool->append(large);
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, old);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().detail.find("File too large") != std::string::npos);
  REQUIRE(spool->append(small));
  CHECK(process::read_spool_file(file.path()).frames.size() == 2);
}

TEST_CASE("spool file: a folder that is gone is an error, and no spool is an empty one") {
  CHECK_FALSE(process::spool_file::create("/nonexistent/spool", 100));
  CHECK(process::read_spool_file("/nonexistent/spool").frames.empty());
}

TEST_CASE("process identity: a process is itself, and nobody has the pid of none") {
  const auto me = process::identify(::getpid());
  REQUIRE(me);
  CHECK(me == process::identify(::getpid()));
  CHECK(me->started > 0);
  CHECK_FALSE(process::identify(-1));
}
