#include "auth/webhook_verifier.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace switchboard::auth {
namespace {

constexpr std::size_t max_id_bytes = 512;
constexpr std::size_t max_signatures = 16;
constexpr std::size_t min_key_bytes = 16;

core::error refused(std::string why) {
  return core::make_internal(core::errc::unauthenticated, std::move(why));
}

std::string base64(const unsigned char* data, std::size_t size) {
  std::string out(4 * ((size + 2) / 3) + 1, '\0');
  const int n = ::EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), data, static_cast<int>(size));
  out.resize(static_cast<std::size_t>(n));
  return out;
}

std::optional<std::string> from_base64(std::string text) {
  while (text.size() % 4 != 0) text += '=';
  const bool plain = std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '+' || c == '/' ||
           c == '=';
  });
  if (text.empty() || !plain) return std::nullopt;
  std::string out(text.size() / 4 * 3, '\0');
  const int n = ::EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                  reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  if (n < 0) return std::nullopt;
  const auto padding = static_cast<std::size_t>(std::count(text.end() - 2, text.end(), '='));
  out.resize(static_cast<std::size_t>(n) - padding);
  return out;
}

std::string sign(const core::secret_string& key, const webhook_headers& headers, std::string_view body) {
  std::string text(headers.id);
  text += '.';
  text += headers.timestamp;
  text += '.';
  text += body;
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned int size = 0;
  ::HMAC(::EVP_sha256(), key.reveal().data(), static_cast<int>(key.reveal().size()),
         reinterpret_cast<const unsigned char*>(text.data()), text.size(), mac.data(), &size);
  return base64(mac.data(), size);
}

bool same(std::string_view a, std::string_view b) {
  return a.size() == b.size() && ::CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> out;
  while (true) {
    const auto from = text.find_first_not_of(separators);
    if (from == std::string_view::npos) return out;
    text.remove_prefix(from);
    const auto end = std::min(text.find_first_of(separators), text.size());
    out.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

core::result<void> check_time(std::string_view timestamp, std::chrono::system_clock::time_point now) {
  long long seconds = 0;
  const auto [end, ec] = std::from_chars(timestamp.data(), timestamp.data() + timestamp.size(), seconds);
  const bool plain = ec == std::errc{} && end == timestamp.data() + timestamp.size() && timestamp.size() <= 12;
  if (!plain || seconds < 0) return refused("the webhook's timestamp is no number");
  const auto away = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count() - seconds;
  if (away > webhook_verifier::tolerance.count()) return refused("the webhook is too old");
  if (away < -webhook_verifier::tolerance.count()) return refused("the webhook is of the future");
  return {};
}

}  // namespace

core::result<webhook_verifier> webhook_verifier::make(const core::secret_string& secrets) {
  webhook_verifier out;
  for (auto one : split(secrets.reveal(), " \t\r\n|")) {
    if (one.starts_with("v1,")) one.remove_prefix(3);
    constexpr std::string_view prefix = "whsec_";
    const auto key = one.starts_with(prefix) ? from_base64(std::string(one.substr(prefix.size()))) : std::nullopt;
    if (!key || key->size() < min_key_bytes) {
      return core::make_field_error("webhookSecret", "must be whsec_ and at least 16 bytes in base64");
    }
    out.keys_.emplace_back(*key);
  }
  return out;
}

core::result<void> webhook_verifier::verify(const webhook_headers& headers, std::string_view raw_body,
                                            std::chrono::system_clock::time_point now) const {
  if (headers.id.empty() || headers.id.size() > max_id_bytes) return refused("the webhook has no usable id");
  if (auto in_time = check_time(headers.timestamp, now); !in_time) return in_time.error();
  std::vector<std::string> expected;
  for (const auto& key : keys_) expected.push_back(sign(key, headers, raw_body));
  const auto given = split(headers.signatures, " ");
  if (given.size() > max_signatures) return refused("the webhook has too many signatures");
  bool found = false;
  for (const auto one : given) {
    if (!one.starts_with("v1,")) continue;
    for (const auto& e : expected) found = same(one.substr(3), e) || found;
  }
  if (!found) return refused("no signature of the webhook matches");
  return {};
}

}  // namespace switchboard::auth
