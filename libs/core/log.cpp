#include "core/log.hpp"

#include "core/json.hpp"
#include "core/redact.hpp"
#include "core/time_text.hpp"

#include <nlohmann/json.hpp>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>

namespace switchboard::core::log {
namespace {

std::shared_ptr<spdlog::logger>& logger() {
  static std::shared_ptr<spdlog::logger> instance;
  return instance;
}

spdlog::level::level_enum to_spdlog(level l) noexcept {
  switch (l) {
    case level::debug:
      return spdlog::level::debug;
    case level::info:
      return spdlog::level::info;
    case level::warn:
      return spdlog::level::warn;
    case level::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

std::string_view level_name(level l) noexcept {
  switch (l) {
    case level::debug:
      return "debug";
    case level::info:
      return "info";
    case level::warn:
      return "warn";
    case level::error:
      return "error";
  }
  return "info";
}

}  // namespace

void start(level minimum) {
  auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  sink->set_pattern("%v");
  logger() = std::make_shared<spdlog::logger>("switchboard", std::move(sink));
  logger()->set_level(to_spdlog(minimum));
  logger()->flush_on(spdlog::level::debug);
}

bool parse_level(std::string_view text, level& out) noexcept {
  for (const auto l : {level::debug, level::info, level::warn, level::error}) {
    if (text == level_name(l)) {
      out = l;
      return true;
    }
  }
  return false;
}

void write(level l, std::string_view event, std::initializer_list<field> fields) {
  const auto& out = logger();
  if (!out || !out->should_log(to_spdlog(l))) return;
  nlohmann::ordered_json line;
  line["time"] = to_rfc3339(std::chrono::system_clock::now());
  line["level"] = level_name(l);
  line["event"] = event;
  for (const auto& f : fields) {
    std::visit([&](const auto& v) { line[std::string(f.key)] = v; }, f.value);
  }
  const auto text = redact(line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
  out->log(to_spdlog(l), spdlog::string_view_t(text.data(), text.size()));
}

}  // namespace switchboard::core::log
