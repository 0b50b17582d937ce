// All tools by name. Filled at start, then shared read-only among shards; a reload makes a new one.
#pragma once

#include "core/result.hpp"
#include "mcp/tool.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace switchboard::mcp {

/// Whether an allow-list entry covers a tool. An entry is a name ("getTransactions") or "<domain>.<name>", where `*`
/// stands for any run of characters: "finance.*", "get*", "*".
bool covers(std::string_view pattern, const tool_description& tool);

/// What tools/list says of a tool, as one JSON object.
core::json_text listing_of(const tool_description& tool);

struct registered_tool {
  std::unique_ptr<tool> impl;
  core::json_text listing;
};

class registry {
 public:
  /// `conflict` when the name is taken.
  core::result<void> add(std::unique_ptr<tool> t);

  /// nullptr when there is none.
  const registered_tool* find(std::string_view name) const noexcept;
  /// The tools that an allow list covers, by name. They live as long as the registry.
  std::vector<const registered_tool*> allowed(const std::vector<std::string>& patterns) const;
  std::size_t size() const noexcept { return tools_.size(); }

 private:
  std::map<std::string, registered_tool, std::less<>> tools_;
};

}  // namespace switchboard::mcp
