#include "domain/run_reducer.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

namespace switchboard::domain {
namespace {

// Far beyond any turn, and far below what would overflow when it is multiplied by a price.
constexpr std::int64_t most_tokens = 10'000'000'000;

usage operator+(usage a, const usage& b) {
  a.input_tokens = std::min(a.input_tokens + b.input_tokens, most_tokens);
  a.output_tokens = std::min(a.output_tokens + b.output_tokens, most_tokens);
  a.cache_read_tokens = std::min(a.cache_read_tokens + b.cache_read_tokens, most_tokens);
  a.cache_write_tokens = std::min(a.cache_write_tokens + b.cache_write_tokens, most_tokens);
  return a;
}

// "mcp__tools__getTransactions" -> "getTransactions"
std::string bare_name(const std::string& name) {
  if (!name.starts_with("mcp__")) return name;
  const auto end = name.find("__", 5);
  return end == std::string::npos || end + 2 >= name.size() ? name : name.substr(end + 2);
}

event block_event(block_kind kind, std::string content, block_state state) {
  if (kind == block_kind::thinking) return reasoning_event{std::move(content), state};
  return text_event{std::move(content), state};
}

}  // namespace

run_reducer::run_reducer(run_context context) : context_(std::move(context)) {
  outcome_.session_id = context_.session_id;
  outcome_.model = context_.model;
}

std::vector<event> run_reducer::begin() {
  events out;
  if (!context_.session_id.empty()) start(context_.session_id, out);
  return out;
}

std::vector<event> run_reducer::on_message(const agent_message& message, std::chrono::milliseconds at) {
  events out;
  if (ended()) return out;
  now_ = at;
  std::visit([&](const auto& m) { on(m, out); }, message);
  return out;
}

std::vector<event> run_reducer::on_cancel(std::chrono::milliseconds at) {
  if (ended()) return {};
  now_ = at;
  cancel_requested_ = true;
  return {};
}

std::vector<event> run_reducer::on_failure(const core::error& error, std::chrono::milliseconds at) {
  events out;
  if (ended()) return out;
  now_ = at;
  count_streamed();
  if (cancel_requested_ || error.code == core::errc::cancelled) {
    finish(run_state::cancelled, "cancelled", out);
  } else {
    fail(error, out);
  }
  return out;
}

void run_reducer::on(const init_message& m, events& out) {
  if (!m.session_id.empty()) {
    outcome_.session_id = m.session_id;
    outcome_.session_seen = true;
  }
  if (!m.model.empty()) outcome_.model = m.model;
  start(m.session_id, out);
}

void run_reducer::on(const status_message& m, events& out) {
  if (m.status != "compacting") {
    compacting_ = false;
    return;
  }
  if (std::exchange(compacting_, true)) return;
  start(outcome_.session_id, out);
  out.emplace_back(status_event{.status = "compacting", .position = {}, .attempt = {}, .delay_ms = {}, .detail = ""});
}

void run_reducer::on(const compact_boundary_message&, events& out) {
  on(status_message{"compacting"}, out);
  compacting_ = false;
}

void run_reducer::on(const api_retry_message& m, events& out) {
  start(outcome_.session_id, out);
  close(out);
  retry_announced_ = true;
  out.emplace_back(
      status_event{.status = "retrying", .position = {}, .attempt = m.attempt, .delay_ms = m.delay_ms, .detail = ""});
}

void run_reducer::on(const message_start_message& m, events& out) {
  close(out);
  streamed_ = streamed_ + std::exchange(streaming_, m.tokens);
  streaming_message_ = m.message_id;
  blocks_.clear();
  if (!m.model.empty()) outcome_.model = m.model;
}

void run_reducer::on(const block_start_message& m, events& out) {
  close(out);
  if (m.kind != block_kind::text && m.kind != block_kind::thinking) return;
  open(m.index, m.kind, out);
  if (!m.text.empty()) delta(m.index, m.kind, m.text, out);
}

void run_reducer::on(const text_delta_message& m, events& out) {
  delta(m.index, block_kind::text, m.text, out);
}

void run_reducer::on(const thinking_delta_message& m, events& out) {
  delta(m.index, block_kind::thinking, m.text, out);
}

void run_reducer::on(const block_stop_message& m, events& out) {
  if (block_ && block_->index == m.index) close(out);
}

void run_reducer::on(const message_delta_message& m, events&) {
  if (m.input_tokens) streaming_.input_tokens = *m.input_tokens;
  if (m.output_tokens) streaming_.output_tokens = *m.output_tokens;
  if (m.cache_read_tokens) streaming_.cache_read_tokens = *m.cache_read_tokens;
  if (m.cache_write_tokens) streaming_.cache_write_tokens = *m.cache_write_tokens;
  if (m.stop_reason) stop_reason_ = *m.stop_reason;
}

void run_reducer::on(const message_stop_message& m, events& out) {
  close(out);
  if (!m.abandoned_from) return;
  retry_announced_ = false;
  std::ranges::copy_if(blocks_, std::back_inserter(abandoned_),
                       [&](const streamed_block& b) { return b.index >= *m.abandoned_from; });
}

void run_reducer::on(const assistant_message& m, events& out) {
  if (m.by == author::cli) return;
  for (const auto& block : m.content) {
    if (const auto* tool = std::get_if<tool_use_block>(&block)) {
      on(*tool, out);
      continue;
    }
    if (m.message_id == streaming_message_) continue;  // its deltas have said it
    if (const auto* text = std::get_if<text_block>(&block)) whole(block_kind::text, text->text, out);
    if (const auto* thinking = std::get_if<thinking_block>(&block)) whole(block_kind::thinking, thinking->text, out);
  }
}

void run_reducer::on(const tool_use_block& block, events& out) {
  if (std::ranges::any_of(parts_.all(), [&](const message_part& p) {
        const auto* tool = std::get_if<tool_call_part>(&p);
        return tool != nullptr && tool->id == block.id;
      })) {
    return;
  }
  start(outcome_.session_id, out);
  close(out);
  const auto name = bare_name(block.name);
  tools_.push_back({block.id, now_});
  parts_.begin(tool_call_part{.id = block.id, .name = name, .args = block.input, .result = {}});
  out.emplace_back(tool_start_event{name, block.id, block.input, display_name(name)});
}

void run_reducer::on(const user_message& m, events& out) {
  for (const auto& r : m.results) {
    const auto tool = std::ranges::find(tools_, r.tool_use_id, &running_tool::id);
    if (tool == tools_.end()) continue;
    const auto duration = std::max(now_ - tool->started, std::chrono::milliseconds{0});
    tools_.erase(tool);
    parts_.finish_tool(r.tool_use_id, r.content, r.is_error ? tool_state::error : tool_state::completed);
    out.emplace_back(tool_result_event{r.tool_use_id, r.content, !r.is_error, duration.count()});
  }
}

void run_reducer::on(const result_message& m, events& out) {
  if (!m.session_id.empty()) {
    outcome_.session_id = m.session_id;
    outcome_.session_seen = true;
  }
  count(m);
  if (cancel_requested_ || is_aborted(m)) {
    finish(run_state::cancelled, "cancelled", out);
  } else if (m.is_error) {
    fail(failure_of(m), out);
  } else {
    const auto& reason = !m.stop_reason.empty() ? m.stop_reason : stop_reason_;
    finish(run_state::completed, reason.empty() ? "end_turn" : reason, out);
  }
}

void run_reducer::start(const std::string& session_id, events& out) {
  if (std::exchange(started_, true)) return;
  out.emplace_back(session_event{session_id, context_.conversation, context_.run, context_.is_resumed});
}

void run_reducer::open(std::int64_t index, block_kind kind, events& out) {
  start(outcome_.session_id, out);
  if (!abandoned_.empty()) {
    take_abandoned();
    if (!retry_announced_) on(api_retry_message{.attempt = 1, .max_retries = 1, .error_status = {}, .error = {}}, out);
  }
  block_ = {index, kind};
  const bool thinking = kind == block_kind::thinking;
  blocks_.push_back({index, kind, parts_.begin(thinking ? message_part(reasoning_part{}) : text_part{})});
}

std::string run_reducer::abandoned_text() const {
  std::string text;
  for (const auto& b : abandoned_) {
    if (const auto* part = std::get_if<text_part>(&parts_.all()[b.part])) text += part->text;
  }
  return text;
}

// What was streamed and is void now leaves the saved parts. Its text is returned: clients have seen it.
std::string run_reducer::take_abandoned() {
  auto text = abandoned_text();
  for (const auto& b : abandoned_) parts_.drop_text(b.part);
  abandoned_.clear();
  return text;
}

void run_reducer::delta(std::int64_t index, block_kind kind, const std::string& text, events& out) {
  if (!block_ || block_->index != index || block_->kind != kind) {
    close(out);
    open(index, kind, out);
  }
  if (text.empty()) return;
  parts_.append(text);
  out.push_back(block_event(kind, text, block_state::open));
}

void run_reducer::close(events& out) {
  if (!block_) return;
  out.push_back(block_event(block_->kind, "", block_state::complete));
  block_.reset();
}

// A block that came whole. Where it only says again what clients saw before the stream broke off, they get the rest.
void run_reducer::whole(block_kind kind, const std::string& text, events& out) {
  if (text.empty()) return;
  close(out);
  std::string_view unseen = text;
  if (kind == block_kind::text && text.starts_with(abandoned_text())) unseen.remove_prefix(take_abandoned().size());
  open(0, kind, out);
  parts_.append(text);
  if (!unseen.empty()) out.push_back(block_event(kind, std::string(unseen), block_state::complete));
  block_.reset();
}

// What the result says of the turn's tokens. An interrupted turn's own `usage` is zero while the models' is not.
void run_reducer::count(const result_message& m) {
  outcome_.turn_count = m.num_turns;
  usage sum;
  for (const auto& each : m.tokens_by_model) sum = sum + each.tokens;
  if (sum == usage{} && m.tokens == usage{}) return count_streamed();
  outcome_.tokens = sum == usage{} ? m.tokens : sum;
  if (sum == usage{}) {
    outcome_.cost_microdollars = cost_microdollars(m.tokens, outcome_.model, context_.prices);
    return;
  }
  outcome_.cost_microdollars = 0;
  for (const auto& each : m.tokens_by_model) {
    outcome_.cost_microdollars += cost_microdollars(each.tokens, each.model, context_.prices);
  }
}

void run_reducer::count_streamed() {
  outcome_.tokens = streamed_ + streaming_;
  outcome_.cost_microdollars = cost_microdollars(outcome_.tokens, outcome_.model, context_.prices);
}

void run_reducer::end_open_things(events& out) {
  start(outcome_.session_id, out);
  close(out);
  tools_.clear();
  parts_.abandon_tools();
}

void run_reducer::finish(run_state state, std::string stop_reason, events& out) {
  end_open_things(out);
  outcome_.state = state;
  outcome_.stop_reason = std::move(stop_reason);
  out.emplace_back(done_event{.tokens = outcome_.tokens,
                              .cost_microdollars = outcome_.cost_microdollars,
                              .turn_count = outcome_.turn_count,
                              .stop_reason = outcome_.stop_reason,
                              .message = context_.message});
}

void run_reducer::fail(core::error error, events& out) {
  end_open_things(out);
  outcome_.state = run_state::failed;
  outcome_.recoverable = is_recoverable(error.code);
  out.emplace_back(error_event{error.message, std::string(core::name(error.code)), outcome_.recoverable});
  outcome_.error = std::move(error);
}

}  // namespace switchboard::domain
