#include "agent/host_exit.hpp"

#include "core/json.hpp"

#include <nlohmann/json.hpp>

namespace switchboard::agent {

agent_exit read_host_exit(std::string_view json) {
  agent_exit out;
  const auto parsed = core::parse_json(json);
  if (!parsed || !parsed->is_object()) return out;
  const auto number = [&](const char* name) -> std::optional<int> {
    const auto it = parsed->find(name);
    if (it == parsed->end() || !it->is_number_integer()) return std::nullopt;
    return it->get<int>();
  };
  out.status = {number("code"), number("signal")};
  const auto tail = parsed->find("stderr");
  if (tail != parsed->end() && tail->is_string()) out.stderr_tail = tail->get<std::string>();
  return out;
}

}  // namespace switchboard::agent
