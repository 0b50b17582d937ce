#include "wire/ip_network.hpp"

#include <catch2/catch.hpp>

using namespace switchboard::wire;

namespace {

bool is_in(const char* network, const char* address) {
  return ip_network::parse(network).value().contains(ip_address::parse(address).value());
}

std::string client(const char* peer, const std::vector<std::string_view>& hops) {
  static const std::vector<ip_network> trusted{ip_network::parse("127.0.0.0/8").value(),
                                               ip_network::parse("10.0.0.0/8").value()};
  return client_address(peer, hops, trusted);
}

}  // namespace

TEST_CASE("ip_network: holds its addresses and no others") {
  CHECK(is_in("10.0.0.0/8", "10.255.0.1"));
  CHECK_FALSE(is_in("10.0.0.0/8", "11.0.0.1"));
  CHECK(is_in("192.168.4.0/22", "192.168.7.255"));
  CHECK_FALSE(is_in("192.168.4.0/22", "192.168.8.0"));
  CHECK(is_in("10.0.0.0/8", "::ffff:10.1.2.3"));
  CHECK(is_in("0.0.0.0/0", "203.0.113.9"));
  CHECK_FALSE(is_in("0.0.0.0/0", "2001:db8::1"));
  CHECK(is_in("2001:db8::/33", "2001:db8:7fff::1"));
  CHECK_FALSE(is_in("2001:db8::/33", "2001:db8:8000::1"));
  CHECK(is_in("::1", "::1"));
  CHECK_FALSE(is_in("::1", "::2"));
}

TEST_CASE("ip_network: what is no network is refused") {
  for (const auto* bad :
       {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x", "::/129", "host", "10.0.0"}) {
    INFO(bad);
    CHECK_FALSE(ip_network::parse(bad));
  }
}

TEST_CASE("ip_network: a limit counts an IPv6 host by the network that it has to itself") {
  CHECK(ip_address::parse("203.0.113.9")->limit_key() == "203.0.113.9");
  CHECK(ip_address::parse("::ffff:203.0.113.9")->limit_key() == "203.0.113.9");
  CHECK(ip_address::parse("2001:db8:1:2:3:4:5:6")->limit_key() == "2001:db8:1:2::/64");
}

TEST_CASE("client_address: only trusted proxies are believed, and only what they were told last") {
  CHECK(client("203.0.113.9", {"198.51.100.1"}) == "203.0.113.9");
  CHECK(client("127.0.0.1", {}) == "127.0.0.1");
  CHECK(client("127.0.0.1", {"198.51.100.1"}) == "198.51.100.1");
  CHECK(client("127.0.0.1", {"6.6.6.6, 198.51.100.1 , 10.0.0.7"}) == "198.51.100.1");
  CHECK(client("127.0.0.1", {"6.6.6.6", "198.51.100.1,10.0.0.7"}) == "198.51.100.1");
  CHECK(client("::ffff:127.0.0.1", {"2001:db8::1"}) == "2001:db8::1");
  CHECK(client("127.0.0.1", {"6.6.6.6, nonsense"}) == "127.0.0.1");
  CHECK(client("127.0.0.1", {"10.0.0.1, 10.0.0.2"}) == "10.0.0.1");
}
