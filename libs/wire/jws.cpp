#include "wire/jws.hpp"

#include "core/json.hpp"
#include "wire/base64url.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <utility>

namespace switchboard::wire {
namespace {

constexpr std::size_t max_header_bytes = 2048;
constexpr std::size_t max_key_id_bytes = 256;

constexpr std::array<std::pair<std::string_view, jws_algorithm>, 4> algorithms{{{"RS256", jws_algorithm::rs256},
                                                                                {"ES256", jws_algorithm::es256},
                                                                                {"EdDSA", jws_algorithm::eddsa},
                                                                                {"HS256", jws_algorithm::hs256}}};

// Members that name keys of the sender's choice, ask for extensions, or make the payload something else than claims.
constexpr std::array<std::string_view, 9> refused_members{"crit", "b64", "jwk", "jku", "x5c",
                                                          "x5u",  "cty", "enc", "zip"};

// What Clerk writes into `cat` of the tokens that its machines, not its users, get from the same key.
constexpr std::string_view clerk_machine_token = "cl_B7d4PD333AAA";

core::error refuse(std::string why) {
  return core::make_internal(core::errc::unauthenticated, "token: " + std::move(why));
}

core::result<void> read_header(std::string_view text, jws& out) {
  // The parser would skip a byte order mark; a header begins with its brace.
  if (text.empty() || text.front() != '{') return refuse("the header is no JSON object");
  const core::json_limits limits{.max_bytes = max_header_bytes, .max_depth = 8};
  const auto header = core::parse_json(text, limits);
  if (!header) return refuse("the header is not acceptable JSON");
  for (const auto member : refused_members) {
    if (header->contains(member)) return refuse("the header has the member " + std::string(member));
  }
  const auto alg = header->find("alg");
  if (alg == header->end() || !alg->is_string()) return refuse("the header has no alg");
  const auto algorithm = parse_jws_algorithm(alg->get_ref<const std::string&>());
  if (!algorithm) return refuse("the algorithm is none that we verify");
  out.algorithm = *algorithm;
  if (const auto typ = header->find("typ"); typ != header->end() && *typ != "JWT") return refuse("the type is not JWT");
  if (const auto cat = header->find("cat"); cat != header->end() && *cat == clerk_machine_token)
    return refuse("speaks for a machine, not for a user");
  if (const auto kid = header->find("kid"); kid != header->end()) {
    if (!kid->is_string()) return refuse("the kid is no string");
    out.key_id = kid->get<std::string>();
    if (out.key_id.empty() || out.key_id.size() > max_key_id_bytes) return refuse("the kid is empty or too long");
  }
  return {};
}

}  // namespace

std::optional<jws_algorithm> parse_jws_algorithm(std::string_view name) noexcept {
  for (const auto& [text, algorithm] : algorithms) {
    if (text == name) return algorithm;
  }
  return std::nullopt;
}

std::string_view name(jws_algorithm algorithm) noexcept {
  for (const auto& [text, value] : algorithms) {
    if (value == algorithm) return text;
  }
  return "";
}

core::result<jws> parse_jws(std::string_view token) {
  if (token.size() > max_token_bytes) return refuse("over 8 KiB");
  const auto first = token.find('.');
  const auto second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos)
    return refuse("does not have three parts");

  const auto header = base64url_decode(token.substr(0, first));
  auto payload = base64url_decode(token.substr(first + 1, second - first - 1));
  auto signature = base64url_decode(token.substr(second + 1));
  if (!header || !payload || !signature) return refuse("is not canonical base64url");
  if (payload->empty() || signature->empty()) return refuse("has an empty part");

  jws out;
  if (const auto read = read_header(*header, out); !read) return read.error();
  out.payload = std::move(*payload);
  out.signature = std::move(*signature);
  out.signing_input = std::string(token.substr(0, second));
  return out;
}

}  // namespace switchboard::wire
