// Reads a JSON body field by field and collects what is wrong with it, so that a client learns of every bad field at
// once. Unknown fields are ignored.
#pragma once

#include "core/json.hpp"
#include "core/result.hpp"
#include "http/request.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace switchboard::api {

/// The body of a request as a JSON object: `unsupported_media_type`, `length_required` (RFC 9112 section
/// 6.3 lets us ask for it), `bad_json`, or `invalid_field` when it is another
/// kind of value.
core::result<core::json> read_json_object(const http::request& req);

class body_reader {
 public:
  /// `object` must outlive the reader.
  explicit body_reader(const core::json& object) : object_(object) {}

  /// A required string of min..max characters (code points).
  std::string text(std::string_view field, std::size_t min, std::size_t max);
  /// An absent or null one is nullopt.
  std::optional<std::string> optional_text(std::string_view field, std::size_t min, std::size_t max);
  /// One of the words; `fallback` when absent.
  std::string word(std::string_view field, const std::vector<std::string_view>& words, std::string_view fallback);
  template<class Id>
  Id id(std::string_view field) {
    const auto found = uuid_text(field, presence::required);
    return found ? Id::parse(*found).value() : Id{};
  }
  template<class Id>
  std::optional<Id> optional_id(std::string_view field) {
    const auto found = uuid_text(field, presence::optional);
    return found ? Id::parse(*found) : std::nullopt;
  }

  bool has(std::string_view field) const;
  void fault(std::string_view field, std::string message);
  /// `invalid_field` with every fault, or nothing wrong.
  core::result<void> finish() const;

 private:
  enum class presence { required, optional };
  const core::json* find(std::string_view field) const;
  std::optional<std::string> uuid_text(std::string_view field, presence p);
  std::optional<std::string> checked_text(std::string_view field, const core::json& value, std::size_t min,
                                          std::size_t max);

  const core::json& object_;
  std::vector<core::field_error> faults_;
};

/// Code points of valid UTF-8.
std::size_t count_characters(std::string_view utf8) noexcept;

}  // namespace switchboard::api
