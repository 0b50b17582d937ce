#include "chat/run_transcript.hpp"

#include "agent/transcript.hpp"

#include <utility>

namespace switchboard::chat {

void run_transcript::add(const domain::transcript_mirror_message& mirrored, const std::string& session_id) {
  if (!mirrored.file_path.ends_with("/" + session_id + ".jsonl")) return;
  for (const auto& text : mirrored.entries) {
    auto entry = agent::read_transcript_entry(text);
    if (entry.text.text == "null") continue;
    if (entry.begins_anew) {
      kept_.needed_from = kept_.entries.size();
      kept_.compacted = true;
    }
    if (!entry.uuid.empty() && !std::exchange(chained_, true)) {
      blank_ = resumed_ && entry.parent.empty() && !entry.begins_anew;
    }
    kept_.entries.push_back(std::move(entry.text));
  }
}

}  // namespace switchboard::chat
