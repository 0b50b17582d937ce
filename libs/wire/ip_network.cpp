#include "wire/ip_network.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>

namespace switchboard::wire {
namespace {

constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr std::size_t max_text = 45;
constexpr unsigned host_bytes = 8;  // of IPv6's interface identifier

bool is_v4(const ip_address& a) {
  return std::equal(mapped.begin(), mapped.end(), a.bytes.begin());
}

std::string_view trimmed(std::string_view s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '\t')) s.remove_prefix(1);
  while (!s.empty() && (s.back() == ' ' || s.back() == '\t')) s.remove_suffix(1);
  return s;
}

// Every hop of the header's values, from the left.
std::vector<std::string_view> hops_of(const std::vector<std::string_view>& values) {
  std::vector<std::string_view> out;
  for (auto value : values) {
    for (;;) {
      const auto comma = value.find(',');
      out.push_back(trimmed(value.substr(0, comma)));
      if (comma == std::string_view::npos) break;
      value.remove_prefix(comma + 1);
    }
  }
  return out;
}

}  // namespace

std::optional<ip_address> ip_address::parse(std::string_view text) {
  if (text.size() > max_text) return std::nullopt;
  const std::string terminated(text);
  ip_address out;
  if (::inet_pton(AF_INET6, terminated.c_str(), out.bytes.data()) == 1) return out;
  std::copy(mapped.begin(), mapped.end(), out.bytes.begin());
  if (::inet_pton(AF_INET, terminated.c_str(), out.bytes.data() + mapped.size()) == 1) return out;
  return std::nullopt;
}

std::string ip_address::str() const {
  std::array<char, INET6_ADDRSTRLEN> out{};
  if (is_v4(*this)) {
    ::inet_ntop(AF_INET, bytes.data() + mapped.size(), out.data(), out.size());
  } else {
    ::inet_ntop(AF_INET6, bytes.data(), out.data(), out.size());
  }
  return out.data();
}

std::string ip_address::limit_key() const {
  if (is_v4(*this)) return str();
  auto network = *this;
  std::fill(network.bytes.end() - host_bytes, network.bytes.end(), std::uint8_t{0});
  return network.str() + "/64";
}

std::optional<ip_network> ip_network::parse(std::string_view text) {
  const auto slash = text.find('/');
  const auto base = ip_address::parse(text.substr(0, slash));
  if (!base) return std::nullopt;
  ip_network out;
  out.base_ = *base;
  if (slash == std::string_view::npos) return out;
  const bool v4 = is_v4(*base) && text.find(':') == std::string_view::npos;
  const auto digits = text.substr(slash + 1);
  unsigned bits = 0;
  const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  if (ec != std::errc{} || end != digits.data() + digits.size() || bits > (v4 ? 32U : 128U)) return std::nullopt;
  out.bits_ = v4 ? bits + 96U : bits;
  return out;
}

bool ip_network::contains(const ip_address& address) const {
  for (unsigned bit = 0; bit < bits_; bit += 8) {
    const unsigned left = std::min(8U, bits_ - bit);
    const auto mask = static_cast<std::uint8_t>(0xff00U >> left);
    if (((address.bytes.at(bit / 8) ^ base_.bytes.at(bit / 8)) & mask) != 0) return false;
  }
  return true;
}

std::string client_address(std::string_view peer, const std::vector<std::string_view>& forwarded_for,
                           const std::vector<ip_network>& trusted) {
  const auto is_trusted = [&](const ip_address& a) {
    return std::any_of(trusted.begin(), trusted.end(), [&](const ip_network& n) { return n.contains(a); });
  };
  auto address = ip_address::parse(peer);
  if (!address || !is_trusted(*address)) return std::string(peer);
  const auto hops = hops_of(forwarded_for);
  for (auto hop = hops.rbegin(); hop != hops.rend() && is_trusted(*address); ++hop) {
    const auto before = ip_address::parse(*hop);
    if (!before) break;
    address = before;
  }
  return address->str();
}

}  // namespace switchboard::wire
