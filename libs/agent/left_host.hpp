// Hosts that a server before this one has left in the state folder, taken over at the start: attached where they live,
// read from their spool where they are gone. A host's folder is named by its epoch, and the process in it is known by
// pid and start time, so nothing else is ever taken for it; the folder's lock (see state_lock.hpp) keeps a second
// server out.
#pragma once

#include "agent/host_process.hpp"
#include "agent/host_transport.hpp"
#include "agent/turn_journal.hpp"

#include <string>
#include <vector>

namespace switchboard::agent {

struct left_host {
  host_process host;
  host_position position;
  turn_journal journal;
  bool lives() const noexcept { return host.link.get() >= 0; }
};

/// Takes over the hosts below `folder` that hold a turn, and ends the others. Blocks for a moment; called before
/// anything runs.
std::vector<left_host> take_over_hosts(const std::string& folder);
/// Ends one and removes its folder: nobody wants its turn.
void end_left_host(left_host& left) noexcept;

}  // namespace switchboard::agent
