#include "agent/turn_journal.hpp"

#include "agent/host_exit.hpp"
#include "core/json.hpp"
#include "wire/json_reader.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace switchboard::agent {
namespace {

using wire::frame_kind;
using wire::host_frame;

bool begins_turn(const host_frame& frame) {
  return frame.kind == frame_kind::note && frame.payload.starts_with(begin_mark);
}

void read_input(const std::string& line, turn_journal& out) {
  core::json_limits limits;
  limits.max_bytes = line.size();
  limits.max_depth = 256;
  limits.duplicates = core::duplicate_keys::keep_last;
  const auto told = core::parse_json(line, limits);
  if (!told) return;
  const auto type = wire::text_of(*told, "type");
  if (type == "user") out.message_told = true;
  if (type == "control_response") out.answered.insert(wire::text_of(wire::member(*told, "response"), "request_id"));
}

}  // namespace

turn_journal read_turn(const std::vector<host_frame>& frames) {
  turn_journal out;
  const auto begin = std::find_if(frames.rbegin(), frames.rend(), begins_turn).base();
  if (begin == frames.begin()) return out;
  out.begin_note = std::prev(begin)->payload.substr(1);
  for (auto it = begin; it != frames.end(); ++it) {
    if (it->kind == frame_kind::output) {
      const std::chrono::steady_clock::time_point at{std::chrono::microseconds(it->at_us)};
      out.lines.push_back({it->payload, it->number, at});
    }
    if (it->kind == frame_kind::note) out.notes.push_back(it->payload.substr(1));
    if (it->kind == frame_kind::input) read_input(it->payload, out);
    if (it->kind == frame_kind::exited) out.exit = read_host_exit(it->payload);
  }
  return out;
}

}  // namespace switchboard::agent
