// Any bytes as a tool file: either faults, or a statement whose positions all are declared or known names.
#include "tools/tool_file.hpp"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<switchboard::tools::file_fault> faults;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto file = switchboard::tools::parse_tool_file("fuzz", "it", text, faults);
  if (file.has_value() != faults.empty()) std::abort();
  return 0;
}
