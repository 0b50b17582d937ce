// What a host's spool says of the turn that runs: the lines of the agent, the notes that were kept with them, and what
// the agent was told already. Pure; the same frames give the same answer.
#pragma once

#include "agent/line_transport.hpp"
#include "wire/host_frame.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace switchboard::agent {

/// Whether a note begins a turn is the first character of its text in the journal.
inline constexpr char begin_mark = 'B';
inline constexpr char later_mark = 'N';

struct turn_journal {
  std::string begin_note;             // empty: no turn
  std::vector<std::string> notes;     // kept since, in order
  std::vector<transport_line> lines;  // printed since, in order
  std::set<std::string> answered;     // ids of the agent's requests that have their answer
  bool message_told = false;          // the agent has the user's message
  std::optional<agent_exit> exit;     // of an agent that has ended
};

/// Reads the newest turn out of frames in the journal's order.
turn_journal read_turn(const std::vector<wire::host_frame>& frames);

}  // namespace switchboard::agent
