// The token parser under arbitrary tokens, headers and payloads. The first byte says which: a fuzzer that had to write
// base64url by itself would hardly ever reach the JSON inside. A token that is accepted must be its own canonical
// spelling.
#include "auth/token_verifier.hpp"
#include "wire/base64url.hpp"
#include "wire/jws.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace switchboard;

namespace {

void check(const std::string& token) {
  const auto parsed = wire::parse_jws(token);
  if (!parsed) {
    if (parsed.error().code != core::errc::unauthenticated) std::abort();
    return;
  }
  const auto again = parsed->signing_input + "." + wire::base64url_encode(parsed->signature);
  const auto dot = parsed->signing_input.find('.');
  if (again != token || token.size() > wire::max_token_bytes) std::abort();
  if (parsed->signing_input.substr(dot + 1) != wire::base64url_encode(parsed->payload)) std::abort();
  if (const auto read = auth::read_token(token);
      read && (read->content.subject.empty() || read->content.subject.size() > 255))
    std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char*>(data + 1), size - 1);
  const auto encoded = wire::base64url_encode(text);
  if (wire::base64url_decode(encoded) != text) std::abort();
  switch (data[0] % 3) {
    case 0:
      check(text);
      break;
    case 1:
      check(encoded + ".e30.c2ln");
      break;
    default:
      check("eyJhbGciOiJFUzI1NiJ9." + encoded + ".c2ln");
  }
  return 0;
}
