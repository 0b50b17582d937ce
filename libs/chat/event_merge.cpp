#include "chat/event_merge.hpp"

#include "core/json.hpp"

#include <nlohmann/json.hpp>

namespace switchboard::chat {
namespace {

using ordered = nlohmann::ordered_json;

// A merged row's private member: [[seq, bytes of content up to and with that delta], …]
constexpr const char* ends_key = "_ends";

bool is_delta(const event_ptr& e) {
  return e->type == "text" || e->type == "reasoning";
}

store::stored_event merge_block(const std::vector<event_ptr>& block) {
  const auto& last = block.back();
  if (block.size() == 1) return {last->seq, last->type, last->data};
  std::string content;
  ordered ends = ordered::array();
  bool complete = false;
  for (const auto& e : block) {
    const auto data = ordered::parse(e->data);  // our own text
    content += data.at("content").get_ref<const std::string&>();
    complete = data.at("isComplete").get<bool>();
    ends.push_back({e->seq, content.size()});
  }
  const ordered merged{
      {"type", last->type}, {"seq", last->seq}, {"content", content}, {"isComplete", complete}, {ends_key, ends}};
  return {last->seq, last->type, merged.dump()};
}

}  // namespace

std::vector<store::stored_event> merge_deltas(const std::vector<event_ptr>& events) {
  std::vector<store::stored_event> out;
  std::vector<event_ptr> block;
  const auto flush = [&] {
    if (!block.empty()) out.push_back(merge_block(block));
    block.clear();
  };
  for (const auto& e : events) {
    if (!is_delta(e)) {
      flush();
      out.push_back({e->seq, e->type, e->data});
      continue;
    }
    // A row covers numbers that are all its own: between them another run's event may be one that a reader has.
    const bool follows = !block.empty() && block.back()->type == e->type && block.back()->seq + 1 == e->seq;
    if (!follows) flush();
    block.push_back(e);
    if (e->data.ends_with("\"isComplete\":true}")) flush();
  }
  flush();
  return out;
}

std::string unmerge(const store::stored_event& row, std::int64_t after) {
  if (row.data.find(ends_key) == std::string::npos) return row.data;
  auto data = ordered::parse(row.data);
  const auto ends = data.find(ends_key);
  if (ends == data.end() || !data.contains("content")) return row.data;
  std::size_t skip = 0;
  for (const auto& end : *ends) {
    if (end.at(0).get<std::int64_t>() <= after) skip = end.at(1).get<std::size_t>();
  }
  data["content"] = data["content"].get_ref<const std::string&>().substr(skip);
  data.erase(ends_key);
  return data.dump();
}

std::optional<store::stored_event> unmerge_until(const store::stored_event& row, std::int64_t after,
                                                 std::int64_t until) {
  if (row.seq <= until) return store::stored_event{row.seq, row.type, unmerge(row, after)};
  if (row.data.find(ends_key) == std::string::npos) return std::nullopt;
  auto data = ordered::parse(row.data);
  const auto ends = data.find(ends_key);
  if (ends == data.end() || !data.contains("content")) return std::nullopt;
  std::int64_t seq = 0;
  std::size_t from = 0;
  std::size_t to = 0;
  for (const auto& end : *ends) {
    const auto number = end.at(0).get<std::int64_t>();
    if (number <= after) from = end.at(1).get<std::size_t>();
    if (number > after && number <= until) {
      seq = number;
      to = end.at(1).get<std::size_t>();
    }
  }
  if (seq == 0) return std::nullopt;
  data["seq"] = seq;
  data["content"] = data["content"].get_ref<const std::string&>().substr(from, to - from);
  data["isComplete"] = false;
  data.erase(ends_key);
  return store::stored_event{seq, row.type, data.dump()};
}

}  // namespace switchboard::chat
