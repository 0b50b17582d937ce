#include "scripted-model/director.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace switchboard::scripted_model {
namespace {

using core::json;

constexpr std::size_t most_parallel_calls = 8;

std::string short_name(const std::string& name) {
  const auto at = name.rfind("__");
  return at == std::string::npos ? name : name.substr(at + 2);
}

bool any_found(const std::vector<pattern>& patterns, std::string_view text) {
  return std::any_of(patterns.begin(), patterns.end(), [&](const pattern& p) { return p.found_in(text); });
}

bool fits(const match& way, std::string_view message, const std::vector<std::string>& earlier) {
  if (!any_found(way.any, message) || any_found(way.none, message)) return false;
  return way.after.empty() || std::any_of(earlier.begin(), earlier.end(),
                                          [&](const std::string& text) { return any_found(way.after, text); });
}

// A tool's answer: JSON where it is that, else its text.
json answer_of(const tool_outcome& outcome) {
  auto parsed = core::parse_json(outcome.text, {.max_bytes = 8U << 20, .duplicates = core::duplicate_keys::keep_last});
  return parsed ? std::move(*parsed) : json(outcome.text);
}

class walk {
 public:
  walk(const library& scripts, const conversation& chat, const markers& marked, const surroundings& around)
      : scripts_(scripts), chat_(chat), now_(chat.turns.back()), marked_(marked), around_(around) {}

  reply run() {
    if (marked_.pause.count() > 0) add_pause(marked_.pause);
    if (marked_.thinking_words) add(block::kind::thinking, numbered_words(*marked_.thinking_words));
    if (marked_.is_scripted()) {
      play_markers();
    } else {
      fill_scope();
      play(choose());
    }
    out_.pace = marked_.pace;
    if (!marked_.stop_reason.empty()) out_.stop_reason = marked_.stop_reason;
    return std::move(out_);
  }

 private:
  void fill_scope() {
    json answers = json::array();
    for (std::size_t i = 0; i + 1 < chat_.turns.size(); ++i) {
      std::string said = read_markers(chat_.turns[i].user).message;
      if (said.empty()) continue;
      earlier_.push_back(std::move(said));
      answers.push_back(chat_.turns[i].assistant);
    }
    json tools = json::array();
    for (const auto& name : chat_.tools) tools.push_back(short_name(name));
    json examples = json::array();
    for (const auto& script : scripts_.scenarios)
      for (const auto& each : script.examples) examples.push_back(each);
    scope_ = {{"message", marked_.message}, {"history", earlier_},    {"answers", answers},        {"tools", tools},
              {"examples", examples},       {"today", around_.today}, {"turn", chat_.turns.size()}};
  }

  const scenario& choose() const {
    for (const auto& script : scripts_.scenarios)
      for (const auto& way : script.matches)
        if (fits(way, marked_.message, earlier_)) return script;
    return scripts_.of(part::otherwise);
  }

  // Plays a scenario up to its next call or its end. Rounds of calls that have been answered are passed silently:
  // their words were said in an earlier response.
  void play(const scenario& script) {
    set(script.variables);
    std::size_t round = 0;
    for (const auto& each : script.steps) {
      if (each.when && !is_truthy(each.when->evaluate(scope_))) continue;
      const bool is_told = round < now_.rounds;
      if (each.what == step::kind::set) {
        set(each.variables);
        continue;
      }
      if (each.what != step::kind::call) {
        if (!is_told) say(each);
        continue;
      }
      if (!calls_anything(each)) {
        for (const auto& call : each.calls) scope_[call.as] = json::array();
        continue;
      }
      if (!is_told) {
        ask(each);
        return;
      }
      if (!take_answers(each, round++)) return;
    }
    if (out_.blocks.empty()) add(block::kind::text, "Done.");
    if (chat_.turns.size() == 1 && now_.rounds > 0) play_last(part::closing);
  }

  void set(const std::vector<std::pair<std::string, text_template>>& variables) {
    for (const auto& [name, value] : variables) scope_[name] = value.evaluate(scope_);
  }

  void say(const step& each) {
    if (each.what == step::kind::pause) return add_pause(each.pause);
    if (!each.text) return;
    std::string words = each.text->render(scope_);
    words.erase(words.find_last_not_of('\n') + 1);
    add(each.what == step::kind::think ? block::kind::thinking : block::kind::text, std::move(words));
  }

  void ask(const step& each) {
    json missing = json::array();
    for (const auto& call : each.calls)
      if (resolve_tool(chat_, call.tool).empty()) missing.push_back(call.tool);
    if (!missing.empty()) {
      scope_["missing"] = missing;
      out_.blocks.clear();
      return play_last(part::tool_missing);
    }
    for (const auto& call : each.calls)
      for (const auto& item : items_of(call)) {
        scope_["item"] = item;
        call_tool(resolve_tool(chat_, call.tool), arguments_of(call));
      }
  }

  bool calls_anything(const step& each) const {
    return std::any_of(each.calls.begin(), each.calls.end(),
                       [this](const auto& call) { return !items_of(call).empty(); });
  }

  // What a call step is repeated over; a single null without `each`.
  json items_of(const tool_call& call) const {
    if (!call.each) return json::array({nullptr});
    const json list = call.each->evaluate(scope_);
    json out = json::array();
    if (list.is_array())
      for (const auto& item : list)
        if (out.size() < most_parallel_calls) out.push_back(item);
    return out;
  }

  std::string arguments_of(const tool_call& call) const {
    json out = json::object();
    for (const auto& each : call.arguments) {
      json value = each.text ? each.text->evaluate(scope_) : core::parse_json(each.literal.text).value();
      if (!value.is_null()) out[each.name] = std::move(value);
    }
    return core::dump(out);
  }

  // Binds the answers of one round to the step's variables; false when one of them failed and the reply is complete.
  bool take_answers(const step& each, std::size_t round) {
    std::vector<const tool_outcome*> outcomes;
    for (const auto& outcome : now_.tools)
      if (outcome.round == round) outcomes.push_back(&outcome);
    for (const auto* outcome : outcomes) {
      if (!outcome->is_error) continue;
      const json why = answer_of(*outcome);
      const bool is_worded = why.is_object() && why.contains("message");
      scope_["failed"] = {{"tool", short_name(outcome->name)}, {"message", is_worded ? why["message"] : why}};
      play_last(part::tool_failed);
      return false;
    }
    auto next = outcomes.begin();
    for (const auto& call : each.calls) {
      json list = json::array();
      for (const auto& item : items_of(call)) {
        if (next == outcomes.end()) break;
        list.push_back({{"item", item}, {"result", answer_of(**next++)}});
      }
      scope_[call.as] = call.each ? list : list.empty() ? json() : list[0]["result"];
    }
    return true;
  }

  // The scenarios for trouble call no tools.
  void play_last(part role) {
    for (const auto& each : scripts_.of(role).steps)
      if (!each.when || is_truthy(each.when->evaluate(scope_))) say(each);
  }

  void play_markers() {
    if (now_.rounds < marked_.rounds.size() * marked_.repeat) {
      for (const auto& call : marked_.rounds[now_.rounds % marked_.rounds.size()]) {
        const std::string offered = resolve_tool(chat_, call.tool);
        call_tool(offered.empty() ? call.tool : offered, call.input.text);
      }
      return;
    }
    std::string text = marked_.say.value_or(marked_.words ? numbered_words(*marked_.words) : "");
    if (text.empty())
      for (const auto& outcome : now_.tools)
        text += short_name(outcome.name) + (outcome.is_error ? " failed: " : " answered: ") +
                outcome.text.substr(0, 2000) + "\n";
    add(block::kind::text, text);
  }

  void add(block::kind what, std::string text) {
    if (text.empty() || (what == block::kind::thinking && !chat_.may_think)) return;
    // Two texts in a row are one block with a blank line between.
    if (!out_.blocks.empty() && out_.blocks.back().what == what) {
      out_.blocks.back().text += "\n\n" + text;
      return;
    }
    block& made = out_.blocks.emplace_back();
    made.what = what;
    made.text = std::move(text);
  }

  void add_pause(std::chrono::milliseconds wait) {
    block& made = out_.blocks.emplace_back();
    made.what = block::kind::pause;
    made.wait = wait;
  }

  void call_tool(std::string name, std::string input) {
    block& made = out_.blocks.emplace_back();
    made.what = block::kind::tool_use;
    made.id = around_.make_tool_id();
    made.name = std::move(name);
    made.input.text = std::move(input);
    out_.stop_reason = "tool_use";
  }

  const library& scripts_;
  const conversation& chat_;
  const turn& now_;
  const markers& marked_;
  const surroundings& around_;
  std::vector<std::string> earlier_;
  json scope_;
  reply out_;
};

}  // namespace

reply direct(const library& scripts, const conversation& chat, const markers& marked, const surroundings& around) {
  return walk(scripts, chat, marked, around).run();
}

}  // namespace switchboard::scripted_model
