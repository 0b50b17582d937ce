#include "auth/pem.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <string>
#include <utility>

namespace switchboard::auth {
namespace {

constexpr std::string_view begin_mark = "-----BEGIN ";
constexpr std::string_view end_mark = "-----END ";
constexpr std::string_view dashes = "-----";

core::error refuse(std::string why) {
  return core::make_field_error("pem", std::move(why));
}

// The base64 text without white space, whether that is written as itself or as "\n" and "\r".
std::string compact(std::string_view body) {
  std::string out;
  for (std::size_t i = 0; i < body.size(); ++i) {
    const char c = body[i];
    if (c == '\\' && i + 1 < body.size() && (body[i + 1] == 'n' || body[i + 1] == 'r')) {
      ++i;
    } else if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
      out += c;
    }
  }
  return out;
}

// Standard base64 with padding; empty where the text is anything else.
std::string base64_decode(const std::string& text) {
  if (text.empty() || text.size() % 4 != 0 || text.size() > 64 * 1024) return {};
  std::string out(text.size() / 4 * 3, '\0');
  const int n = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  if (n < 0) return {};
  out.resize(static_cast<std::size_t>(n));
  for (auto at = text.size(); at > 0 && text[at - 1] == '=' && !out.empty(); --at) out.pop_back();
  return out;
}

std::shared_ptr<EVP_PKEY> decode_key(std::string_view label, const std::string& der) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  const auto* const end = at + der.size();
  const auto length = static_cast<long>(der.size());
  EVP_PKEY* raw =
      label == "PUBLIC KEY" ? d2i_PUBKEY(nullptr, &at, length) : d2i_PublicKey(EVP_PKEY_RSA, nullptr, &at, length);
  std::shared_ptr<EVP_PKEY> key(raw, &EVP_PKEY_free);
  if (at != end) key.reset();
  ERR_clear_error();
  return key;
}

}  // namespace

core::result<key_set> parse_pem_keys(std::string_view pem) {
  std::vector<named_key> keys;
  while (true) {
    const auto begin = pem.find(begin_mark);
    if (begin == std::string_view::npos) break;
    pem.remove_prefix(begin + begin_mark.size());
    const auto label_end = pem.find(dashes);
    const auto body_end = pem.find(end_mark);
    if (label_end == std::string_view::npos || body_end == std::string_view::npos || body_end < label_end)
      return refuse("has no END line");
    const auto label = pem.substr(0, label_end);
    const auto body = pem.substr(label_end + dashes.size(), body_end - label_end - dashes.size());
    pem.remove_prefix(body_end + end_mark.size());
    if (label.find("PRIVATE") != std::string_view::npos)
      return refuse("is a private key: only its public half belongs here");
    if (label != "PUBLIC KEY" && label != "RSA PUBLIC KEY") return refuse("is no public key");
    if (keys.size() == max_candidates) return refuse("holds too many keys");
    auto decoded = decode_key(label, base64_decode(compact(body)));
    if (!decoded) return refuse("is damaged");
    auto key = verification_key::from_public(std::move(decoded));
    if (!key) return refuse(key.error().fields.front().message);
    keys.push_back({std::nullopt, std::move(*key)});
  }
  if (keys.empty()) return refuse("holds no public key");
  return key_set(std::move(keys));
}

}  // namespace switchboard::auth
