// Tolerant reads from a JSON tree of another program: a member that is missing or of another type reads as empty. For
// peers whose lines grow new keys with every version; a client's request is validated instead.
#pragma once

#include "core/json.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace switchboard::wire {

/// The member, or a null value when `object` is no object or has none of that name. The reference lives as long as
/// `object`.
const core::json& member(const core::json& object, const char* key);
/// A string member; empty when it is none.
std::string text_of(const core::json& object, const char* key);
/// A number member as an integer (fractions dropped, saturated); nullopt when it is none.
std::optional<std::int64_t> integer_of(const core::json& object, const char* key);
/// A number member; 0 when it is none.
double number_of(const core::json& object, const char* key);
/// True only for `true`.
bool is_true(const core::json& object, const char* key);

}  // namespace switchboard::wire
