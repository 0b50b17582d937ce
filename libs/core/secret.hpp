// A string that must not reach a log, an error message or a child's environment by accident: it has no stream
// operator, no implicit conversion, and is wiped when it dies.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace switchboard::core {

class secret_string {
 public:
  secret_string() = default;
  explicit secret_string(std::string value) : value_(std::move(value)) {}
  secret_string(const secret_string&) = default;
  secret_string(secret_string&&) noexcept = default;
  secret_string& operator=(const secret_string&) = default;
  secret_string& operator=(secret_string&&) noexcept = default;
  ~secret_string() { wipe(); }

  /// The secret itself, named so that every use is easy to find.
  const std::string& reveal() const noexcept { return value_; }
  bool empty() const noexcept { return value_.empty(); }

 private:
  void wipe() noexcept {
    volatile char* p = value_.data();
    for (std::size_t i = 0; i < value_.size(); ++i) p[i] = 0;
  }
  std::string value_;
};

}  // namespace switchboard::core
