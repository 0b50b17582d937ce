// What the header gate accepts is well-formed by a second, slower reading; the same bytes in two pieces say the same.
#include "wire/header_gate.hpp"
#include "wire/http_grammar.hpp"

#include <cstdlib>
#include <string>
#include <string_view>

using namespace switchboard::wire;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

int count(const request_header& header, std::string_view name) {
  int n = 0;
  for (const auto& [key, value] : header.fields) n += equals_ignoring_case(key, name) ? 1 : 0;
  return n;
}

void check_accepted(const request_header& header, std::string_view bytes) {
  require(header.size <= bytes.size() && header.size <= header_limits{}.header_bytes);
  const auto raw = bytes.substr(0, header.size);
  require(raw.ends_with("\r\n\r\n"));
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const auto c = static_cast<unsigned char>(raw[i]);
    if (c == '\r') require(raw[i + 1] == '\n');
    if (c == '\n') require(i > 0 && raw[i - 1] == '\r');
    require(c >= 0x20 || c == '\r' || c == '\n' || c == '\t');
  }
  require(is_token(header.method) && header.method != "CONNECT");
  require(is_target(header.target) && header.target.size() <= header_limits{}.target_bytes);
  require(header.resource == "*" || header.resource.front() == '/');
  for (const auto& [name, value] : header.fields) {
    require(is_token(name) && trim_white_space(value) == value);
  }
  const int lengths = count(header, "content-length");
  const int codings = count(header, "transfer-encoding");
  require(count(header, "host") == 1 || (header.minor_version == 0 && count(header, "host") == 0));
  require(lengths + codings == (header.framing == body_framing::none ? 0 : 1));
  require((header.framing == body_framing::chunked) == (codings == 1));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);

  header_gate whole;
  const auto at_once = whole.advance(bytes);

  header_gate pieces;
  auto in_two = pieces.advance(bytes.substr(0, bytes.size() * data[0] / 256));
  if (in_two && *in_two == gate_progress::need_more) in_two = pieces.advance(bytes);

  require(at_once.has_value() == in_two.has_value());
  if (!at_once || *at_once == gate_progress::need_more) {
    require(!at_once || *in_two == gate_progress::need_more);
    return 0;
  }
  const auto header = whole.take();
  const auto same = pieces.take();
  require(header.size == same.size && header.fields == same.fields && header.target == same.target);
  check_accepted(header, bytes);
  return 0;
}
