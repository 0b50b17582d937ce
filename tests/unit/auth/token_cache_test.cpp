#include "auth/token_cache.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

using namespace switchboard;
using namespace std::chrono_literals;
using auth::hash_token;
using auth::token_cache;
using time_point = std::chrono::system_clock::time_point;

namespace {

const time_point base{std::chrono::seconds(1'800'000'000)};
const auto keys = std::make_shared<const auth::key_set>();
const token_cache::current_keys same = [](std::size_t) { return keys; };

token_cache::entry entry_of(const std::string& subject) {
  token_cache::entry out;
  out.keys = keys;
  out.content.subject = subject;
  out.content.expires = std::chrono::floor<std::chrono::milliseconds>(base + 60s);
  return out;
}

}  // namespace

TEST_CASE("token cache: the hash is SHA-256") {
  const auto hash = hash_token("abc");
  CHECK(hash[0] == 0xba);
  CHECK(hash[1] == 0x78);
  CHECK(hash[31] == 0xad);
}

TEST_CASE("token cache: answers for the very token and no other") {
  token_cache cache(10);
  cache.put(hash_token("one"), entry_of("ada"));
  REQUIRE(cache.find(hash_token("one"), base, same));
  CHECK(cache.find(hash_token("one"), base, same)->subject == "ada");
  CHECK_FALSE(cache.find(hash_token("onf"), base, same));
}

TEST_CASE("token cache: looks at the times at every hit") {
  token_cache cache(10);
  auto entry = entry_of("ada");
  entry.content.not_before = std::chrono::floor<std::chrono::milliseconds>(base);
  cache.put(hash_token("one"), entry);
  CHECK(cache.find(hash_token("one"), base + 69'999ms, same));
  CHECK_FALSE(cache.find(hash_token("one"), base + 70s, same));
  CHECK(cache.size() == 0);
  cache.put(hash_token("one"), entry);
  CHECK_FALSE(cache.find(hash_token("one"), base - 11s, same));
}

TEST_CASE("token cache: a rotation makes tokens verify again") {
  token_cache cache(10);
  cache.put(hash_token("one"), entry_of("ada"));
  const auto other = std::make_shared<const auth::key_set>();
  CHECK_FALSE(cache.find(hash_token("one"), base, [&](std::size_t) { return other; }));
  CHECK(cache.size() == 0);
}

TEST_CASE("token cache: is bounded") {
  token_cache cache(16);
  for (int i = 0; i < 1000; ++i) cache.put(hash_token(std::to_string(i)), entry_of("u"));
  CHECK(cache.size() == 16);
}

TEST_CASE("token cache: many threads at once") {
  token_cache cache(64);
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&cache, &wrong, t] {
      for (int i = 0; i < 2000; ++i) {
        const auto name = std::to_string((i * 7 + t) % 100);
        if (const auto hit = cache.find(hash_token(name), base, same); hit && hit->subject != name) ++wrong;
        cache.put(hash_token(name), entry_of(name));
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(wrong == 0);
  CHECK(cache.size() <= 64);
}
