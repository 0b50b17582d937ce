#include "auth/key_file.hpp"

#include "auth/jwks.hpp"
#include "auth/pem.hpp"
#include "support/show_result.hpp"
#include "unit/auth/run_task.hpp"
#include "unit/auth/token_maker.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <unistd.h>

using namespace switchboard;
using namespace switchboard::test;
using namespace std::chrono_literals;
using auth::key_file;
using wire::jws_algorithm;

namespace {

// A file of the test's own, written whole and removed at the end.
class temporary_file {
 public:
  temporary_file() : path_(std::filesystem::temp_directory_path() / ("keys-" + std::to_string(::getpid()))) {}
  ~temporary_file() { std::filesystem::remove(path_); }
  void write(const std::string& text) {
    const auto beside = path_.string() + ".new";
    std::ofstream(beside, std::ios::binary) << text;
    std::filesystem::rename(beside, path_);
  }
  void remove() { std::filesystem::remove(path_); }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

bool has(const auth::key_set_ptr& keys, const std::string& kid) {
  return keys && !keys->candidates(jws_algorithm::es256, kid).empty();
}

}  // namespace

TEST_CASE("key file: is read at start, and a bad one stops the start") {
  temporary_file file;
  CHECK_FALSE(key_file::open(file.path(), auth::parse_jwks).has_value());
  file.write("not keys");
  CHECK_FALSE(key_file::open(file.path(), auth::parse_jwks).has_value());
  file.write(jwks(ec_signer().jwk("a")));
  const auto opened = key_file::open(file.path(), auth::parse_jwks);
  REQUIRE(opened.has_value());
  CHECK(has((*opened)->current(), "a"));
  file.write(ec_signer().public_pem());
  CHECK(key_file::open(file.path(), auth::parse_pem_keys).has_value());
}

TEST_CASE("key file: a change is seen, and an unchanged file keeps its set") {
  temporary_file file;
  file.write(jwks(ec_signer().jwk("a")));
  const auto opened = key_file::open(file.path(), auth::parse_jwks, 0ms);
  REQUIRE(opened.has_value());
  const auto before = (*opened)->current();
  CHECK((*opened)->current() == before);
  file.write(jwks(ec_signer().jwk("b")));
  const auto after = (*opened)->current();
  CHECK(after != before);
  CHECK(has(after, "b"));
  CHECK_FALSE(has(after, "a"));
  CHECK(has(before, "a"));
}

TEST_CASE("key file: between looks the file is left alone, an unknown kid looks at once") {
  temporary_file file;
  file.write(jwks(ec_signer().jwk("a")));
  const auto opened = key_file::open(file.path(), auth::parse_jwks, 1h);
  REQUIRE(opened.has_value());
  file.write(jwks(ec_signer().jwk("b")));
  CHECK(has((*opened)->current(), "a"));
  CHECK(has(run((*opened)->look_again(core::deadline::after(1s))), "b"));
  CHECK(has((*opened)->current(), "b"));
}

TEST_CASE("key file: damage and removal leave the last good keys") {
  temporary_file file;
  file.write(jwks(ec_signer().jwk("a")));
  const auto opened = key_file::open(file.path(), auth::parse_jwks, 0ms);
  REQUIRE(opened.has_value());
  file.write("{\"keys\":");
  CHECK(has((*opened)->current(), "a"));
  file.remove();
  CHECK(has((*opened)->current(), "a"));
  file.write(jwks(ec_signer().jwk("c")));
  CHECK(has((*opened)->current(), "c"));
}
