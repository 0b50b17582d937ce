// cli_session's engine, the third part: a turn that an earlier server has begun.
#include "agent/cli_engine.hpp"

#include <utility>
#include <vector>

namespace switchboard::agent {
namespace {

// The id of a request that wants an answer; nothing for a reply or a cancellation.
const std::string* request_id(const wire::control_message& message) {
  if (const auto* mcp = std::get_if<wire::mcp_request>(&message)) return &mcp->request_id;
  if (const auto* query = std::get_if<wire::permission_query>(&message)) return &query->request_id;
  if (const auto* unknown = std::get_if<wire::unknown_request>(&message)) return &unknown->request_id;
  return nullptr;
}

}  // namespace

// What the agent printed is folded as if it came now; its requests are served again only where no answer of the earlier
// server has reached it, and where it lives to read one.
void cli_session::engine::resume(resumed_turn turn) {
  session_id = std::move(turn.session_id);
  requests_ = turn.commands;
  callbacks_ = std::make_shared<session_callbacks>(std::move(turn.callbacks));
  in_turn_ = true;
  last_sign_ = clock::now();
  std::vector<transport_line> unanswered;
  for (auto& line : turn.journal.lines) {
    const auto decoded = wire::decode_agent_line(line.text);
    const auto* control = std::get_if<wire::control_message>(&decoded);
    if (control == nullptr) {
      receive(line);
      continue;
    }
    const auto* id = request_id(*control);
    if (id != nullptr && !turn.journal.answered.contains(*id)) unanswered.push_back(std::move(line));
    if (const auto* cancelled = std::get_if<wire::cancelled_request>(control)) {
      std::erase_if(unanswered, [&](const transport_line& each) {
        const auto earlier = wire::decode_agent_line(each.text);
        const auto* asked = request_id(std::get<wire::control_message>(earlier));
        return asked != nullptr && *asked == cancelled->request_id;
      });
    }
  }
  if (turn.agent == agent_presence::gone || !in_turn_) return;
  if (!turn.journal.message_told) send(wire::user_line(turn.message));
  for (const auto& line : unanswered) receive(line);
}

}  // namespace switchboard::agent
