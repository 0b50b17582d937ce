// The words of RFC 9110, 9112 and 3986 as predicates over bytes. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace switchboard::wire {

/// tchar (RFC 9110 section 5.6.2).
bool is_token_char(char c) noexcept;
/// One or more tchar.
bool is_token(std::string_view text) noexcept;
/// Without leading and trailing SP and HTAB.
std::string_view trim_white_space(std::string_view text) noexcept;
/// ASCII letters compare without case.
bool equals_ignoring_case(std::string_view a, std::string_view b) noexcept;
/// 1*DIGIT that fits; nullopt for signs, white space, lists and overflow.
std::optional<std::uint64_t> parse_length(std::string_view text) noexcept;
/// uri-host [":" port], host not empty: a name of letters, digits and "-._~", or an IPv6 literal in brackets.
bool is_host(std::string_view text) noexcept;
/// Bytes that a request target may hold: visible ASCII without those that no client sends raw ('"', '#', '<', '>',
/// '\').
bool is_target(std::string_view text) noexcept;

}  // namespace switchboard::wire
