// A CLI session's transcript: the JSON lines from which the CLI continues a session (agent-protocol, "Sessions outlive
// processes"). An entry that belongs to the conversation has a `uuid` and the `parentUuid` of what it follows; a
// compaction begins a new chain with a summary of the old one. Pure, but for the last two.
#pragma once

#include "core/json.hpp"
#include "core/result.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace switchboard::agent {

/// What we must know of an entry to keep it.
struct transcript_entry {
  core::json_text text;      // on one line
  std::string uuid;          // empty: not of the conversation's chain
  std::string parent;        // empty: it begins a chain
  bool begins_anew = false;  // the first entry after a compaction: what lies before is needed no more
};

/// Reads an entry. One that no resumption needs (a record of API requests) is null; so is one that is no object.
transcript_entry read_transcript_entry(const core::json_text& entry);

/// A transcript from which a session can be continued: one entry a line, and the uuid of the last one in the chain.
struct whole_transcript {
  std::string lines;
  std::string last_uuid;
};

/// Closes the gaps of a transcript: an entry whose parent is missing (the CLI writes a few after the turn's result, and
/// they are lost with the process), or that begins anew without a compaction, follows the one before it; the CLI would
/// begin its history there. `gone` where a line is no JSON object or none is of the conversation.
core::result<whole_transcript> mend_transcript(std::string_view lines);

/// Where the CLI looks for a session's transcript: <config_dir>/projects/<working directory, all but letters and digits
/// as "-">/<session id>.jsonl.
std::string transcript_path(std::string_view config_dir, std::string_view working_directory,
                            std::string_view session_id);

/// Puts it there unless the file holds its last entry already: it is then the same or further on, as when its process
/// was killed before the last entries were stored, and is only mended. Errors: `agent_unavailable` when it cannot be
/// written.
core::result<void> restore_transcript(const std::string& path, const whole_transcript& transcript);

/// Deletes the transcripts that no CLI has written for that long: what is needed of them is stored. Says how many.
std::size_t forget_old_transcripts(const std::string& config_dir, std::chrono::hours age);

}  // namespace switchboard::agent
