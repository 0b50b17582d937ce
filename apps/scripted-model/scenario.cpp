#include "scripted-model/scenario.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

namespace switchboard::scripted_model {
namespace {

using core::json;

// Refusals leave the reader as this and become a result at its one exit.
struct refusal {
  std::string why;
};

template<class T>
T checked(core::result<T> made) {
  if (!made) throw refusal{made.error().message};
  return std::move(*made);
}

void only(const json& object, std::initializer_list<std::string_view> keys) {
  if (!object.is_object()) throw refusal{"expected an object, got " + core::dump(object).substr(0, 80)};
  for (const auto& [key, value] : object.items())
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) throw refusal{"unknown key \"" + key + "\""};
}

std::string text(const json& value) {
  if (!value.is_string()) throw refusal{"expected a text, got " + core::dump(value).substr(0, 80)};
  return value.get<std::string>();
}

std::vector<pattern> patterns(const json& object, const char* key) {
  std::vector<pattern> out;
  if (object.contains(key))
    for (const auto& each : object[key]) out.push_back(checked(pattern::parse(text(each))));
  return out;
}

tool_call read_call(const json& from) {
  only(from, {"tool", "args", "as", "each"});
  tool_call out;
  out.tool = text(from.value("tool", json()));
  out.as = text(from.value("as", json("result")));
  if (from.contains("each")) out.each = checked(expression::parse(text(from["each"])));
  const json args = from.value("args", json::object());
  for (const auto& [name, value] : args.items()) {
    argument& made = out.arguments.emplace_back();
    made.name = name;
    if (value.is_string()) {
      made.text = checked(text_template::parse(text(value)));
    } else {
      made.literal.text = core::dump(value);
    }
  }
  return out;
}

// A list of one-member objects, since the members of an object have no order.
std::vector<std::pair<std::string, text_template>> read_variables(const json& from) {
  std::vector<std::pair<std::string, text_template>> out;
  for (const auto& each : from)
    for (const auto& [name, value] : each.items()) out.emplace_back(name, checked(text_template::parse(text(value))));
  return out;
}

step read_step(const json& from) {
  only(from, {"when", "say", "think", "call", "pause", "set"});
  step out;
  if (from.contains("when")) out.when = checked(expression::parse(text(from["when"])));
  if (from.contains("say") || from.contains("think")) {
    out.what = from.contains("say") ? step::kind::say : step::kind::think;
    const json& said = from.contains("say") ? from["say"] : from["think"];
    std::string lines;
    if (said.is_array()) {
      for (const auto& line : said) lines += (lines.empty() ? "" : "\n") + text(line);
    } else {
      lines = text(said);
    }
    out.text = checked(text_template::parse(lines));
  } else if (from.contains("call")) {
    out.what = step::kind::call;
    for (const auto& call : from["call"]) out.calls.push_back(read_call(call));
    if (out.calls.empty()) throw refusal{"a call step without calls"};
  } else if (from.contains("set")) {
    out.what = step::kind::set;
    out.variables = read_variables(from["set"]);
  } else if (from.contains("pause") && from["pause"].is_number_unsigned()) {
    out.what = step::kind::pause;
    out.pause = std::chrono::milliseconds(std::min(from["pause"].get<std::uint64_t>(), std::uint64_t{60'000}));
  } else {
    throw refusal{"a step says, thinks, sets, calls or pauses: " + core::dump(from).substr(0, 80)};
  }
  return out;
}

part read_part(const std::string& word) {
  if (word == "ordinary") return part::ordinary;
  if (word == "otherwise") return part::otherwise;
  if (word == "tool_missing") return part::tool_missing;
  if (word == "tool_failed") return part::tool_failed;
  if (word == "closing") return part::closing;
  throw refusal{"no part \"" + word + "\""};
}

match read_match(const json& from) {
  only(from, {"any", "none", "after"});
  match out{patterns(from, "any"), patterns(from, "none"), patterns(from, "after")};
  if (out.any.empty()) throw refusal{"a match without \"any\""};
  return out;
}

scenario read_tree(std::string_view name, const json& from) {
  only(from, {"description", "part", "match", "examples", "variables", "steps"});
  scenario out;
  out.name = name;
  out.role = read_part(text(from.value("part", json("ordinary"))));
  if (from.contains("match") != (out.role == part::ordinary))
    throw refusal{"an ordinary scenario, and only that, has a match"};
  const json ways = from.value("match", json::array());
  for (const auto& each : ways.is_array() ? ways : json::array({ways})) out.matches.push_back(read_match(each));
  for (const auto& each : from.value("examples", json::array())) out.examples.push_back(text(each));
  out.variables = read_variables(from.value("variables", json::array()));
  for (const auto& each : from.value("steps", json::array())) out.steps.push_back(read_step(each));
  if (out.steps.empty()) throw refusal{"no steps"};
  return out;
}

}  // namespace

core::result<scenario> read_scenario(std::string_view name, std::string_view content) {
  auto tree = core::parse_json(content);
  if (!tree) return core::make_error(core::errc::invalid_field, std::string(name) + ": " + tree.error().message);
  try {
    return read_tree(name, *tree);
  } catch (const refusal& e) {
    return core::make_error(core::errc::invalid_field, std::string(name) + ": " + e.why);
  }
}

core::result<library> load_library(const std::filesystem::path& folder) {
  std::error_code failed;
  std::set<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed))
    if (entry.path().extension() == ".json") files.insert(entry.path());
  if (failed) return core::make_error(core::errc::not_found, folder.string() + ": " + failed.message());
  library out;
  std::set<part> special;
  for (const auto& file : files) {
    std::ifstream in(file);
    std::ostringstream content;
    content << in.rdbuf();
    auto made = read_scenario(file.filename().string(), content.str());
    if (!made) return made.error();
    if (made->role != part::ordinary && !special.insert(made->role).second)
      return core::make_error(core::errc::invalid_field, made->name + ": its part is taken by another file");
    out.scenarios.push_back(std::move(*made));
  }
  if (special.size() != 4)
    return core::make_error(
        core::errc::invalid_field,
        folder.string() + ": needs a scenario for each of otherwise, tool_missing, tool_failed and closing");
  return out;
}

const scenario& library::of(part role) const {
  const auto found =
      std::find_if(scenarios.begin(), scenarios.end(), [role](const scenario& each) { return each.role == role; });
  if (found == scenarios.end()) throw std::logic_error("a library without one of its parts");
  return *found;
}

}  // namespace switchboard::scripted_model
