// Addresses and networks of IP (RFC 4632, RFC 4291), and who sent a request that came through proxies.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace switchboard::wire {

/// An address as 16 bytes; IPv4 is mapped (::ffff:a.b.c.d).
struct ip_address {
  std::array<std::uint8_t, 16> bytes{};

  static std::optional<ip_address> parse(std::string_view text);
  std::string str() const;
  /// What a limit is counted by: an IPv4 address, or the /64 that an IPv6 host has to itself.
  std::string limit_key() const;
  bool operator==(const ip_address&) const = default;
};

/// "10.0.0.0/8", "::1", "fd00::/8".
class ip_network {
 public:
  static std::optional<ip_network> parse(std::string_view text);
  bool contains(const ip_address& address) const;

 private:
  ip_address base_;
  unsigned bits_ = 128;
};

/// The address of the client: the peer's, unless the peer is a trusted proxy; then what the last proxy that is trusted
/// was told, read from the right end of X-Forwarded-For. What comes from anybody else is not believed.
std::string client_address(std::string_view peer, const std::vector<std::string_view>& forwarded_for,
                           const std::vector<ip_network>& trusted);

}  // namespace switchboard::wire
