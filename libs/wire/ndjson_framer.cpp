#include "wire/ndjson_framer.hpp"

#include <utility>

namespace switchboard::wire {

void ndjson_framer::push(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto newline = bytes.find('\n');
    append(bytes.substr(0, newline));
    if (newline == std::string_view::npos) return;
    end_line();
    bytes.remove_prefix(newline + 1);
  }
}

void ndjson_framer::append(std::string_view piece) {
  if (dropping_ || piece.empty()) return;
  if (partial_.empty() && piece.front() != '{') {
    dropping_ = true;
    if (piece.front() != '\r') ++noise_;
    return;
  }
  if (partial_.size() + piece.size() > max_) {
    dropping_ = true;
    ++overlong_;
    partial_ = {};
    return;
  }
  partial_ += piece;
}

void ndjson_framer::end_line() {
  dropping_ = false;
  if (partial_.empty()) return;
  if (partial_.back() == '\r') partial_.pop_back();
  ready_bytes_ += partial_.size();
  ready_.push_back(std::exchange(partial_, {}));
}

std::optional<std::string> ndjson_framer::next() {
  if (ready_.empty()) return std::nullopt;
  auto line = std::move(ready_.front());
  ready_.pop_front();
  ready_bytes_ -= line.size();
  return line;
}

std::optional<std::string> ndjson_framer::finish() {
  end_line();
  return next();
}

}  // namespace switchboard::wire
