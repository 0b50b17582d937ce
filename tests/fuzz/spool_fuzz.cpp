// A spool reader takes a prefix of whole frames with numbers that follow one another, and the same prefix from what is
// left when the rest is cut off.
#include "wire/spool_format.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace switchboard::wire;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  // The first byte says how many good frames come before the rest.
  std::string bytes(spool_mark);
  for (std::uint64_t i = 0; i < data[0] % 8U; ++i) bytes += encode({frame_kind::output, 100 + i, 0, 5, "{}"});
  const auto good = bytes.size();
  bytes.append(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto read = read_spool(bytes);
  require(read.whole_bytes >= good && read.whole_bytes <= bytes.size());
  for (std::size_t i = 1; i < read.frames.size(); ++i) {
    require(read.frames[i].number == read.frames[i - 1].number + 1);
  }
  const auto again = read_spool(std::string_view(bytes).substr(0, read.whole_bytes));
  require(again.frames == read.frames && again.whole_bytes == read.whole_bytes);
  return 0;
}
