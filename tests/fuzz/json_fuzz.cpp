// The one JSON parser under arbitrary text. What it accepts is no deeper than its limit, holds no NUL, and comes back
// from its own dump as the same value.
#include "core/json.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace switchboard;

namespace {

void check(const core::json& value, std::size_t depth) {
  if (depth > core::json_limits{}.max_depth) std::abort();
  if (value.is_string() && value.get_ref<const std::string&>().find('\0') != std::string::npos) std::abort();
  if (!value.is_structured()) return;
  for (const auto& item : value) check(item, item.is_structured() ? depth + 1 : depth);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto parsed = core::parse_json(text);
  if (!parsed) {
    if (parsed.error().message.empty() || parsed.error().message.size() > 400) std::abort();
    return 0;
  }
  check(*parsed, parsed->is_structured() ? 1 : 0);
  if (!core::json::accept(text.begin(), text.end())) std::abort();
  const auto again = core::parse_json(core::dump(*parsed));
  if (!again || *again != *parsed) std::abort();
  return 0;
}
