// Whatever the CLI prints: every line decodes to something, the same each time, and the events that come of the lines
// are valid JSON in the order that clients rely on.
#include "core/json.hpp"
#include "domain/run_reducer.hpp"
#include "wire/agent_decoder.hpp"
#include "wire/ndjson_framer.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace switchboard;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

std::string fold(std::string_view bytes) {
  domain::run_context context;
  context.prices = {{"c", 75'000'000, 75'000'000, 75'000'000, 75'000'000}};
  domain::run_reducer reducer(context);
  wire::ndjson_framer framer;
  std::string out;
  std::int64_t seq = 0;
  int terminal = 0;
  const auto emit = [&](const std::vector<domain::event>& events) {
    for (const auto& e : events) {
      require(terminal == 0);
      require((seq == 0) == std::holds_alternative<domain::session_event>(e));
      terminal += domain::is_terminal(e) ? 1 : 0;
      const auto line = domain::to_json(e, ++seq);
      core::json_limits limits;
      limits.max_bytes = line.size();
      limits.max_depth = 256;
      require(core::parse_json(line, limits).has_value());
      require(line.find('\n') == std::string::npos);
      out += line + "\n";
    }
  };
  framer.push(bytes);
  std::int64_t at = 0;
  const auto feed = [&](const std::string& line) {
    const auto decoded = wire::decode_agent_line(line);
    if (const auto* message = std::get_if<domain::agent_message>(&decoded)) {
      emit(reducer.on_message(*message, std::chrono::milliseconds(++at)));
    }
  };
  while (const auto line = framer.next()) feed(*line);
  if (const auto rest = framer.finish()) feed(*rest);
  emit(reducer.on_failure(core::make_error(core::errc::agent_crashed), std::chrono::milliseconds(at)));
  require(terminal == 1 && reducer.ended());
  const auto parts = reducer.parts_json().text;
  core::json_limits limits;
  limits.max_bytes = parts.size();
  limits.max_depth = 256;
  require(core::parse_json(parts, limits).has_value());
  return out + parts + reducer.text();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  require(fold(bytes) == fold(bytes));
  return 0;
}
