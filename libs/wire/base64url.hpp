// base64url without padding (RFC 4648 section 5, RFC 7515 section 2), in its one canonical form: two texts never decode
// to the same bytes, so a token that was tampered with in its unused bits does not pass for the original.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace switchboard::wire {

/// The bytes of a canonical text; nullopt for padding, white space, any other alphabet, an impossible length, or unused
/// bits that are not zero.
std::optional<std::string> base64url_decode(std::string_view text);

/// The canonical text of some bytes.
std::string base64url_encode(std::string_view bytes);

}  // namespace switchboard::wire
