#include "wire/utf8.hpp"

#include <cstddef>
#include <cstdint>

namespace switchboard::wire {
namespace {

// How many bytes a lead byte announces (1 to 4), and what may follow it first; 0 for a byte that leads nothing.
struct sequence {
  std::size_t size = 0;
  std::uint8_t low = 0x80;
  std::uint8_t high = 0xbf;
};

sequence led_by(std::uint8_t lead) noexcept {
  if (lead < 0x80) return {1};
  if (lead < 0xc2) return {};
  if (lead < 0xe0) return {2};
  if (lead == 0xe0) return {3, 0xa0, 0xbf};
  if (lead == 0xed) return {3, 0x80, 0x9f};
  if (lead < 0xf0) return {3};
  if (lead == 0xf0) return {4, 0x90, 0xbf};
  if (lead < 0xf4) return {4};
  if (lead == 0xf4) return {4, 0x80, 0x8f};
  return {};
}

}  // namespace

bool is_utf8(std::string_view text) noexcept {
  const auto byte = [&](std::size_t at) { return static_cast<std::uint8_t>(text[at]); };
  for (std::size_t i = 0; i < text.size();) {
    const auto s = led_by(byte(i));
    if (s.size == 0 || s.size > text.size() - i) return false;
    if (s.size > 1 && (byte(i + 1) < s.low || byte(i + 1) > s.high)) return false;
    for (std::size_t k = 2; k < s.size; ++k) {
      if (byte(i + k) < 0x80 || byte(i + k) > 0xbf) return false;
    }
    i += s.size;
  }
  return true;
}

}  // namespace switchboard::wire
