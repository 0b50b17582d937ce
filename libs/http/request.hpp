// A request as handlers see it: parsed, checked by the header gate, and without a trace of Beast.
#pragma once

#include "core/deadline.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace switchboard::http {

/// Header fields in arrival order; names compare case-insensitively.
class header_list {
 public:
  header_list() = default;
  explicit header_list(std::vector<std::pair<std::string, std::string>> fields) : fields_(std::move(fields)) {}
  void add(std::string name, std::string value);
  /// The first field of that name; nullopt without one.
  std::optional<std::string_view> find(std::string_view name) const noexcept;
  const std::vector<std::pair<std::string, std::string>>& all() const noexcept { return fields_; }
  /// Takes every field of that name out.
  void remove(std::string_view name);

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

struct request {
  std::string method;  // "GET"; HEAD arrives as "GET" with is_head set
  bool is_head = false;
  std::string target;                                       // as sent
  std::string path;                                         // percent-decoded, valid UTF-8, no NUL
  std::vector<std::pair<std::string, std::string>> query;   // decoded, in order
  std::vector<std::pair<std::string, std::string>> params;  // of the route: {"id", "…"}
  std::string pattern;                                      // of the route, set by who routes; for logs and metrics
  std::string user_id;                                      // set by who authenticates; for logs
  header_list headers;
  std::string body;
  std::string remote_ip;  // the peer's address without port
  std::string id;         // X-Request-Id: the client's when sane, else ours
  core::deadline limit = core::deadline::after(std::chrono::seconds(30));

  /// The first query parameter of that name.
  std::optional<std::string_view> query_value(std::string_view name) const noexcept;
  /// A route parameter; empty when the route has none of that name.
  std::string_view param(std::string_view name) const noexcept;
  /// Forgets body, cookies and Authorization: a stream may last for hours, and they are large and secret.
  void drop_credentials();
};

}  // namespace switchboard::http
