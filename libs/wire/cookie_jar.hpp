// The session tokens in a browser's Cookie header (RFC 6265 section 5.4), as the two vendors write them:
//
// Supabase  sb-<ref>-auth-token, whole or in chunks .0, .1, …; the value is the session as JSON or "base64-" and the
//           base64url of that JSON (@supabase/ssr), percent-encoded by most frameworks; the token is its access_token.
// Clerk     __session_<suffix> and __session: the token itself.
//
// Pure and lenient: what is no session cookie, or cannot be read, is skipped. Whether a token is worth anything is for
// the verifier to say.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace switchboard::wire {

/// More cookies than this in one request are ignored (browsers keep at most 180 for a site).
inline constexpr std::size_t max_cookies = 256;
/// More candidate tokens than this are ignored: each costs a signature check.
inline constexpr std::size_t max_session_tokens = 8;

/// Name and value of one cookie; the value without surrounding quotes, not percent-decoded.
using cookie = std::pair<std::string_view, std::string_view>;

/// The cookies of one Cookie header in order; views into `header`. Pieces without a name or "=" are skipped.
std::vector<cookie> parse_cookies(std::string_view header);

/// Candidate tokens of a request's Cookie headers, in the order in which they are to be tried: Supabase's, then Clerk's
/// with a suffix, then Clerk's without.
std::vector<std::string> session_tokens(const std::vector<std::string>& cookie_headers);

}  // namespace switchboard::wire
