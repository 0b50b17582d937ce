// Takes secrets out of text that is about to be logged: values that were registered, and anything that looks like a
// token (JWTs, Anthropic keys, passwords in URLs, Bearer headers).
#pragma once

#include <string>
#include <string_view>

namespace switchboard::core {

/// Registers a value that must never be logged (at least 6 characters, shorter ones would blot out ordinary words).
/// Call at start, before threads.
void register_secret(std::string_view value);

/// `text` with every secret replaced by "[redacted]".
std::string redact(std::string_view text);

}  // namespace switchboard::core
