#include "domain/prompt_builder.hpp"

#include <string_view>

namespace switchboard::domain {
namespace {

void add_rules(std::string& out, const std::vector<rule>& rules) {
  if (rules.empty()) return;
  out += "\n\n# Rules\n";
  for (const auto& r : rules) {
    if (r.type == "always")
      out += "\n- ALWAYS: " + r.content;
    else if (r.type == "never")
      out += "\n- NEVER: " + r.content;
    else
      out += "\n- WHEN " + r.condition + ": " + r.content;
  }
}

void add_skills(std::string& out, const std::vector<skill>& skills) {
  if (skills.empty()) return;
  out += "\n\n# Skills";
  for (const auto& s : skills) {
    out += "\n\n## " + s.display_name + " (" + s.name + ")\n";
    if (!s.description.empty()) out += "\n" + s.description + "\n";
    out += "\n" + s.content;
  }
}

void add_memories(std::string& out, const std::vector<memory_entry>& memories) {
  if (memories.empty()) return;
  out +=
      "\n\n# Memory\n\nFiles that you saved in earlier conversations. Read one with loadMemory before you rely on "
      "it.\n";
  for (const auto& m : memories) {
    out += "\n- " + m.path + " (" + std::to_string(m.bytes) + " bytes, updated " + m.updated_at + ")";
  }
}

std::string joined(const std::vector<std::string>& items) {
  std::string out;
  for (const auto& item : items) out += (out.empty() ? "" : ", ") + item;
  return out;
}

void add_user(std::string& out, const user_context& u) {
  out += "\n\n# User Context\n\n- User: " + (u.name.empty() ? u.email : u.name);
  if (!u.name.empty() && !u.email.empty()) out += " (" + u.email + ")";
  if (!u.role.empty()) out += "\n- Role: " + u.role;
  if (!u.time_zone.empty()) out += "\n- Time zone: " + u.time_zone;
  out += "\n- Connected integrations: " + (u.integrations.empty() ? std::string("none") : joined(u.integrations));
  if (!u.tasks.empty()) {
    out += "\n\n## Recent Tasks (" + std::to_string(u.tasks.size()) + ")\n";
    for (const auto& t : u.tasks) {
      out += "\n- [" + t.status + "] " + t.title + (t.due.empty() ? "" : " (due " + t.due + ")");
    }
  }
  if (!u.meetings.empty()) {
    out += "\n\n## Upcoming Meetings (" + std::to_string(u.meetings.size()) + ")\n";
    for (const auto& m : u.meetings) out += "\n- " + m.title + " at " + m.starts_at;
  }
}

void add_history(std::string& out, const std::vector<said_message>& history) {
  if (history.empty()) return;
  out += "\n\n# Earlier in this conversation\n";
  for (const auto& m : history) out += "\n[" + m.role + "]\n" + m.content + "\n";
}

}  // namespace

std::string build_system_prompt(const turn_input& input) {
  std::string out = input.agent.system_prompt;
  add_rules(out, input.rules);
  add_skills(out, input.skills);
  add_memories(out, input.memories);
  add_user(out, input.user);
  add_history(out, input.history);
  out += "\n";
  return out;
}

std::string title_from(const std::string& first_message) {
  constexpr std::size_t max_characters = 80;
  std::string line;
  std::size_t characters = 0;
  std::size_t last_space = 0;
  bool cut = false;
  for (std::size_t i = 0; i < first_message.size(); ++i) {
    const auto c = static_cast<unsigned char>(first_message[i]);
    if (c < 0x20 || c == 0x7f || c == ' ') {
      if (!line.empty() && line.back() != ' ') {
        last_space = line.size();
        line += ' ';
        ++characters;
      }
      continue;
    }
    if ((c & 0xc0) != 0x80 && ++characters > max_characters) {
      cut = true;
      break;
    }
    line += static_cast<char>(c);
  }
  if (cut) {
    if (last_space > line.size() / 2) line.resize(last_space);
    line += "…";
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

}  // namespace switchboard::domain
