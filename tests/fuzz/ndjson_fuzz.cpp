// The framer gives the same lines whatever the chunking, holds no more than its cap, and never a newline in a line.
#include "wire/ndjson_framer.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

using switchboard::wire::ndjson_framer;

namespace {

constexpr std::size_t cap = 64;

void require(bool condition) {
  if (!condition) std::abort();
}

std::vector<std::string> frame(std::string_view bytes, std::size_t chunk, ndjson_framer& framer) {
  std::vector<std::string> lines;
  const auto drain = [&] {
    while (auto line = framer.next()) lines.push_back(std::move(*line));
  };
  while (!bytes.empty()) {
    const auto piece = bytes.substr(0, chunk);
    framer.push(piece);
    require(framer.buffered_bytes() <= cap + piece.size());
    drain();
    bytes.remove_prefix(piece.size());
  }
  if (auto rest = framer.finish()) lines.push_back(std::move(*rest));
  require(framer.buffered_bytes() == 0);
  return lines;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  ndjson_framer whole(cap);
  ndjson_framer pieces(cap);
  const auto lines = frame(bytes, bytes.size() + 1, whole);
  require(lines == frame(bytes, data[0] % 17U + 1, pieces));
  require(whole.noise_lines() == pieces.noise_lines());
  require(whole.overlong_lines() == pieces.overlong_lines());
  for (const auto& line : lines) {
    require(line.starts_with('{') && line.size() <= cap && line.find('\n') == std::string::npos);
  }
  return 0;
}
