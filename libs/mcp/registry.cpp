#include "mcp/registry.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace switchboard::mcp {
namespace {

// `*` matches any run; greedy with one point to come back to, so linear in practice and never recursive.
bool matches(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

}  // namespace

bool covers(std::string_view pattern, const tool_description& tool) {
  if (pattern.find('.') == std::string_view::npos) return !pattern.empty() && matches(pattern, tool.name);
  return matches(pattern, tool.domain + "." + tool.name);
}

core::json_text listing_of(const tool_description& tool) {
  core::json annotations{{"readOnlyHint", tool.what == effect::read_only}, {"openWorldHint", false}};
  if (tool.what != effect::read_only) {
    annotations["destructiveHint"] = tool.what == effect::destructive;
    annotations["idempotentHint"] = tool.again == repetition::idempotent;
  }
  const core::json listing{{"name", tool.name},
                           {"title", tool.title},
                           {"description", tool.description},
                           {"inputSchema", core::json::parse(tool.input_schema.text)},
                           {"annotations", std::move(annotations)}};
  return {core::dump(listing)};
}

core::result<void> registry::add(std::unique_ptr<tool> t) {
  registered_tool entry;
  entry.listing = listing_of(t->description());
  auto name = t->description().name;
  entry.impl = std::move(t);
  const auto [where, added] = tools_.try_emplace(std::move(name), std::move(entry));
  if (!added) return core::make_error(core::errc::conflict, "two tools are named " + where->first);
  return {};
}

const registered_tool* registry::find(std::string_view name) const noexcept {
  const auto found = tools_.find(name);
  return found == tools_.end() ? nullptr : &found->second;
}

std::vector<const registered_tool*> registry::allowed(const std::vector<std::string>& patterns) const {
  std::vector<const registered_tool*> out;
  for (const auto& [name, entry] : tools_) {
    const auto& description = entry.impl->description();
    const bool is_covered =
        std::ranges::any_of(patterns, [&](const auto& pattern) { return covers(pattern, description); });
    if (is_covered) out.push_back(&entry);
  }
  return out;
}

}  // namespace switchboard::mcp
