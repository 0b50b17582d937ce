#include "scripted-model/markers.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <map>

namespace switchboard::scripted_model {
namespace {

constexpr std::size_t most_words = 100'000;
constexpr std::size_t most_ms = 600'000;
constexpr std::size_t most_markers = 50;
constexpr std::size_t most_tokens = 2'000'000;

std::optional<std::size_t> number(std::string_view text, std::size_t most) {
  std::size_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return std::min(value, most);
}

// A marker's inside: its name, bare words, key=value pairs and, last, a JSON object.
struct marker {
  std::string name;
  std::vector<std::string> words;
  std::map<std::string, std::string, std::less<>> pairs;
  std::string rest;  // everything after the name, for [[say …]]
  std::optional<core::json> object;

  std::optional<std::size_t> value(std::string_view key, std::size_t most) const {
    const auto found = pairs.find(key);
    return found == pairs.end() ? std::nullopt : number(found->second, most);
  }
};

void split(std::string_view inside, marker& out) {
  bool first = true;
  while (!inside.empty()) {
    const auto start = inside.find_first_not_of(" \t\n");
    if (start == std::string_view::npos) break;
    inside.remove_prefix(start);
    const auto end = std::min(inside.find_first_of(" \t\n"), inside.size());
    const std::string_view word = inside.substr(0, end);
    inside.remove_prefix(end);
    if (first) {
      out.name = word;
      out.rest = inside.empty() ? "" : inside.substr(1);
    } else if (const auto sign = word.find('='); sign != std::string_view::npos) {
      out.pairs.emplace(word.substr(0, sign), word.substr(sign + 1));
    } else {
      out.words.emplace_back(word);
    }
    first = false;
  }
}

// Reads the marker that opens at `open`; where it ends, or npos when it is none. A JSON object may hold "]]" itself, so
// the end is the first one up to which the object parses.
std::size_t read_one(std::string_view text, std::size_t open, marker& out) {
  const std::size_t first_end = text.find("]]", open + 2);
  if (first_end == std::string_view::npos) return std::string_view::npos;
  const std::size_t brace = text.substr(0, first_end).find('{', open);
  if (brace == std::string_view::npos) {
    split(text.substr(open + 2, first_end - open - 2), out);
    return first_end + 2;
  }
  split(text.substr(open + 2, brace - open - 2), out);
  std::size_t end = first_end;
  for (int tries = 0; tries < 16 && end != std::string_view::npos; ++tries, end = text.find("]]", end + 1)) {
    auto parsed = core::parse_json(text.substr(brace, end - brace));
    if (!parsed || !parsed->is_object()) continue;
    out.object = std::move(*parsed);
    return end + 2;
  }
  return std::string_view::npos;
}

fault make_fault(fault::kind what, const marker& from, std::size_t after) {
  fault out;
  out.what = what;
  out.after = from.value("after", most_words).value_or(after);
  out.times = from.value("times", 1000);
  if (const auto seconds = from.value("retry-after", 3600)) out.retry_after = static_cast<int>(*seconds);
  return out;
}

// False for a name that is no marker's.
bool apply(const marker& from, markers& to) {
  const bool has_word = !from.words.empty();
  if (from.name == "slow" || from.name == "long") {
    to.words = from.value("n", most_words).value_or(from.name == "slow" ? 60 : 5000);
    if (from.name == "slow") to.pace = std::chrono::milliseconds(from.value("ms", most_ms).value_or(50));
  } else if (from.name == "say") {
    to.say = from.rest;
  } else if (from.name == "think") {
    to.thinking_words = from.value("n", most_words).value_or(30);
  } else if (from.name == "pause") {
    to.pause = std::chrono::milliseconds(from.value("ms", most_ms).value_or(500));
  } else if (from.name == "tool" && has_word) {
    if (to.rounds.empty()) to.rounds.emplace_back();
    to.rounds.back().push_back({from.words[0], {from.object ? core::dump(*from.object) : "{}"}});
  } else if (from.name == "then") {
    if (!to.rounds.empty()) to.rounds.emplace_back();
  } else if (from.name == "repeat") {
    to.repeat = std::max<std::size_t>(1, from.value("n", 1000).value_or(2));
  } else if (from.name == "stop" && has_word) {
    to.stop_reason = from.words[0];
  } else if (from.name == "error") {
    to.failure = make_fault(fault::kind::http_error, from, 0);
    const auto status = has_word ? number(from.words[0], 599) : std::nullopt;
    to.failure->status = status && *status >= 400 ? static_cast<int>(*status) : 500;
  } else if (from.name == "full") {
    to.tokens_read = from.value("n", most_tokens).value_or(190'000);
  } else if (from.name == "cut") {
    to.failure = make_fault(fault::kind::cut, from, 10);
  } else if (from.name == "overloaded") {
    to.failure = make_fault(fault::kind::stream_error, from, 5);
  } else if (from.name == "hang") {
    to.failure =
        make_fault(has_word && from.words[0] == "headers" ? fault::kind::hang_at_headers : fault::kind::hang, from, 0);
  } else if (from.name == "garbage") {
    const bool in_stream = has_word && from.words[0] == "stream";
    to.failure = make_fault(in_stream ? fault::kind::garbage_stream : fault::kind::garbage, from, 3);
  } else {
    return false;
  }
  return true;
}

}  // namespace

markers read_markers(std::string_view message) {
  markers out;
  std::size_t at = 0;
  for (std::size_t seen = 0; at < message.size();) {
    const auto open = seen < most_markers ? message.find("[[", at) : std::string_view::npos;
    if (open == std::string_view::npos) break;
    out.message += message.substr(at, open - at);
    marker one;
    const auto end = read_one(message, open, one);
    if (end == std::string_view::npos || !apply(one, out)) {
      out.message += "[[";
      at = open + 2;
    } else {
      at = end;
    }
    ++seen;
  }
  out.message += message.substr(at);
  const auto last = out.message.find_last_not_of(" \t\r\n");
  out.message.erase(last == std::string::npos ? 0 : last + 1);
  out.message.erase(0, std::min(out.message.find_first_not_of(" \t\r\n"), out.message.size()));
  while (!out.rounds.empty() && out.rounds.back().empty()) out.rounds.pop_back();
  return out;
}

std::string numbered_words(std::size_t count) {
  std::string out;
  for (std::size_t i = 1; i <= count; ++i) out += "word" + std::to_string(i) + " ";
  return out;
}

}  // namespace switchboard::scripted_model
