// Any bytes as SQL of an agent's own: what is accepted is accepted again, is one SELECT or VALUES or TABLE or WITH, and
// calls nothing by a name that sleeps, sets or reads files.
#include "tools/query_checker.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using switchboard::tools::check_query;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto checked = check_query(text);
  if (!checked) {
    if (checked.error().message.empty()) std::abort();
    return 0;
  }
  const auto again = check_query(*checked);
  if (!again || *again != *checked) std::abort();
  // Wrapped as it will be run, it is still one statement.
  if (!check_query("WITH tool_rows AS (\n" + *checked + "\n) SELECT count(*) FROM tool_rows") &&
      checked->size() < switchboard::tools::max_query_bytes - 100)
    std::abort();
  return 0;
}
