// UUIDs (RFC 9562) and strong ids made of them: a workspace_id never fits where a user_id is wanted.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace switchboard::core {

/// 16 bytes, network order.
struct uuid {
  std::array<std::uint8_t, 16> bytes{};

  /// The canonical 36-character form in either case; anything else is nullopt.
  static std::optional<uuid> parse(std::string_view text) noexcept;
  /// A random (version 4) UUID from the kernel's generator.
  static uuid random();

  /// Lower case, 36 characters.
  std::string str() const;
  auto operator<=>(const uuid&) const = default;
};

/// A uuid that says what it identifies. `Tag` is any type, usually incomplete.
template<class Tag>
struct id {
  uuid value;

  static std::optional<id> parse(std::string_view text) noexcept {
    auto parsed = uuid::parse(text);
    if (!parsed) return std::nullopt;
    return id{*parsed};
  }
  static id random() { return id{uuid::random()}; }
  std::string str() const { return value.str(); }
  auto operator<=>(const id&) const = default;
};

using user_id = id<struct user_tag>;
using workspace_id = id<struct workspace_tag>;
using agent_id = id<struct agent_tag>;
using catalog_agent_id = id<struct catalog_agent_tag>;
using conversation_id = id<struct conversation_tag>;
using message_id = id<struct message_tag>;
using run_id = id<struct run_tag>;
using approval_id = id<struct approval_tag>;

}  // namespace switchboard::core

template<>
struct std::hash<switchboard::core::uuid> {
  std::size_t operator()(const switchboard::core::uuid& u) const noexcept {
    return std::hash<std::string_view>{}({reinterpret_cast<const char*>(u.bytes.data()), u.bytes.size()});
  }
};

template<class Tag>
struct std::hash<switchboard::core::id<Tag>> {
  std::size_t operator()(const switchboard::core::id<Tag>& i) const noexcept {
    return std::hash<switchboard::core::uuid>{}(i.value);
  }
};
