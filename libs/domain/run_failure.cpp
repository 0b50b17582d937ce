#include "domain/run_failure.hpp"

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>

namespace switchboard::domain {
namespace {

using core::errc;

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

std::string words_of(const result_message& m) {
  std::string out = m.text;
  for (const auto& e : m.errors) {
    if (!out.empty()) out += "; ";
    out += e;
  }
  return out;
}

bool says_too_long(const std::string& words) {
  const auto w = lower(words);
  for (const std::string_view sign : {"prompt is too long", "context length", "context limit", "context window",
                                      "input length and `max_tokens` exceed"}) {
    if (w.find(sign) != std::string::npos) return true;
  }
  return false;
}

// The Messages API's statuses, by what the user can do about them.
errc code_of_status(std::int64_t status, const std::string& words) {
  switch (status) {
    case 400:
      return says_too_long(words) ? errc::context_too_long : errc::invalid_agent_config;
    case 401:
    case 402:
    case 403:
    case 404:
      return errc::invalid_agent_config;
    case 413:
      return errc::context_too_long;
    case 429:
      return errc::rate_limited;
    case 503:
    case 529:
      return errc::overloaded;
    default:
      break;
  }
  return status >= 400 && status < 500 && status != 408 && status != 409 ? errc::invalid_agent_config
                                                                         : errc::model_unavailable;
}

errc code_of(const result_message& m, const std::string& words) {
  if (m.subtype == "error_max_turns" || m.terminal_reason == "max_turns") return errc::max_turns;
  if (m.subtype == "error_max_budget_usd") return errc::budget_exceeded;
  if (m.terminal_reason == "prompt_too_long" || m.terminal_reason == "blocking_limit") return errc::context_too_long;
  if (m.api_error_status) return code_of_status(*m.api_error_status, words);
  if (m.api_error_type == "overloaded_error") return errc::overloaded;
  if (m.api_error_type == "rate_limit_error") return errc::rate_limited;
  if (m.terminal_reason == "api_error" || m.terminal_reason == "model_error") {
    return says_too_long(words) ? errc::context_too_long : errc::model_unavailable;
  }
  return errc::agent_crashed;
}

}  // namespace

bool is_recoverable(core::errc code) noexcept {
  switch (code) {
    case errc::invalid_agent_config:
    case errc::context_too_long:
    case errc::forbidden:
    case errc::not_found:
    case errc::internal:
      return false;
    default:
      return true;
  }
}

bool is_aborted(const result_message& m) noexcept {
  return m.is_error && std::string_view(m.terminal_reason).starts_with("aborted");
}

core::error failure_of(const result_message& m) {
  const auto words = words_of(m);
  auto detail = "result " + m.subtype + " " + m.terminal_reason;
  if (m.api_error_status) detail += " " + std::to_string(*m.api_error_status);
  return core::make_internal(code_of(m, words), detail + ": " + words.substr(0, 1000));
}

}  // namespace switchboard::domain
