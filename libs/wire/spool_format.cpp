#include "wire/spool_format.hpp"

#include <utility>

namespace switchboard::wire {

spool_contents read_spool(std::string_view bytes) {
  spool_contents out;
  if (!bytes.starts_with(spool_mark)) return out;
  bytes.remove_prefix(spool_mark.size());
  out.whole_bytes = spool_mark.size();
  frame_reader reader;
  reader.push(bytes);
  while (auto frame = reader.next()) {
    if (!out.frames.empty() && frame->number != out.frames.back().number + 1) break;
    out.frames.push_back(std::move(*frame));
    out.whole_bytes = spool_mark.size() + reader.consumed();
  }
  return out;
}

}  // namespace switchboard::wire
