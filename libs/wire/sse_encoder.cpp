#include "wire/sse_encoder.hpp"

#include <algorithm>
#include <stdexcept>

namespace switchboard::wire {
namespace {

bool is_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

void check(std::string_view type, std::string_view json) {
  if (!is_word(type)) throw std::invalid_argument("an event's type is one word");
  if (json.empty() || json.find_first_of("\r\n") != std::string_view::npos) {
    throw std::invalid_argument("an event's data is one line");
  }
}

}  // namespace

void append_sse_frame(std::string& out, std::string_view type, std::string_view json) {
  check(type, json);
  out.reserve(out.size() + type.size() + json.size() + 17);
  out.append("event: ").append(type).append("\ndata: ").append(json).append("\n\n");
}

void append_sse_frame(std::string& out, std::uint64_t seq, std::string_view type, std::string_view json) {
  check(type, json);
  out.append("id: ").append(std::to_string(seq)).push_back('\n');
  append_sse_frame(out, type, json);
}

std::string sse_frame(std::string_view type, std::string_view json) {
  std::string out;
  append_sse_frame(out, type, json);
  return out;
}

std::string sse_frame(std::uint64_t seq, std::string_view type, std::string_view json) {
  std::string out;
  append_sse_frame(out, seq, type, json);
  return out;
}

}  // namespace switchboard::wire
