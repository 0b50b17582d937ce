// The spool of an agent host: a mark, then frames in the order of the host's journal. It is only ever appended to or
// emptied, so what a kill at any moment leaves is a whole prefix and perhaps a torn last frame, which is ignored.
#pragma once

#include "wire/host_frame.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace switchboard::wire {

inline constexpr std::string_view spool_mark = "SBSPOOL1";

struct spool_contents {
  std::vector<host_frame> frames;
  std::uint64_t whole_bytes = 0;  // of the mark and the frames: what lies beyond is torn
};

/// Reads a spool, up to its first fault: a torn or damaged frame, or one whose number does not follow.
spool_contents read_spool(std::string_view bytes);

}  // namespace switchboard::wire
