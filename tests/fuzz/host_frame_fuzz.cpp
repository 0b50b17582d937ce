// The frame reader gives the same frames whatever the chunking, nothing after its first fault, and what it gives
// encodes to the very bytes that it took.
#include "wire/host_frame.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

using namespace switchboard::wire;

namespace {

constexpr std::size_t cap = 4096;

void require(bool condition) {
  if (!condition) std::abort();
}

std::vector<host_frame> read(std::string_view bytes, std::size_t chunk, frame_reader& reader) {
  std::vector<host_frame> frames;
  for (std::size_t at = 0; at < bytes.size(); at += chunk) {
    reader.push(bytes.substr(at, chunk));
    while (auto frame = reader.next()) frames.push_back(std::move(*frame));
  }
  return frames;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  // The checksum keeps chance out: half of the inputs are payloads of good frames with a damaged tail behind them.
  std::string bytes(reinterpret_cast<const char*>(data) + 2, size - 2);
  if (data[1] % 2 == 0) {
    const auto half = bytes.substr(0, std::min(bytes.size() / 2, cap));
    bytes = encode({frame_kind::output, size, 3, -1, half}) + encode({frame_kind::note, 1, 2, 3, ""}) + bytes;
  }
  frame_reader whole(cap);
  frame_reader pieces(cap);
  const auto frames = read(bytes, bytes.size() + 1, whole);
  require(frames == read(bytes, data[0] % 37U + 1, pieces));
  require(whole.corrupt() == pieces.corrupt());
  std::string again;
  for (const auto& frame : frames) again += encode(frame);
  require(bytes.starts_with(again) && whole.consumed() == again.size());
  return 0;
}
