#include "core/json.hpp"

#include <nlohmann/json.hpp>

#include <set>
#include <vector>

namespace switchboard::core {
namespace {

// nlohmann's DOM builder behind a gate that ends the parse at the first thing we refuse.
class gate {
 public:
  using number_integer_t = json::number_integer_t;
  using number_unsigned_t = json::number_unsigned_t;
  using number_float_t = json::number_float_t;
  using string_t = json::string_t;
  using binary_t = json::binary_t;

  gate(json& root, const json_limits& limits) : dom_(root, false), limits_(limits) {}

  bool null() { return dom_.null(); }
  bool boolean(bool v) { return dom_.boolean(v); }
  bool number_integer(number_integer_t v) { return dom_.number_integer(v); }
  bool number_unsigned(number_unsigned_t v) { return dom_.number_unsigned(v); }
  bool number_float(number_float_t v, const string_t& s) { return dom_.number_float(v, s); }
  bool binary(binary_t& v) { return dom_.binary(v); }
  bool string(string_t& v) { return has_nul(v) ? false : dom_.string(v); }
  bool start_object(std::size_t n) {
    if (!deeper()) return false;
    if (limits_.duplicates == duplicate_keys::refuse) keys_.emplace_back();
    return dom_.start_object(n);
  }
  bool key(string_t& v) {
    if (has_nul(v)) return false;
    if (limits_.duplicates == duplicate_keys::refuse && !keys_.back().insert(v).second) {
      why = "duplicate key \"" + v.substr(0, 64) + "\"";
      return false;
    }
    return dom_.key(v);
  }
  bool end_object() {
    --depth_;
    if (limits_.duplicates == duplicate_keys::refuse) keys_.pop_back();
    return dom_.end_object();
  }
  bool start_array(std::size_t n) { return deeper() && dom_.start_array(n); }
  bool end_array() {
    --depth_;
    return dom_.end_array();
  }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) {
    why = "syntax error at byte " + std::to_string(position);
    return false;
  }

  std::string why;

 private:
  bool deeper() {
    if (++depth_ <= limits_.max_depth) return true;
    why = "nested deeper than " + std::to_string(limits_.max_depth);
    return false;
  }
  bool has_nul(const string_t& v) {
    if (v.find('\0') == string_t::npos) return false;
    why = "contains U+0000";
    return true;
  }

  nlohmann::detail::json_sax_dom_parser<json> dom_;
  const json_limits& limits_;
  std::size_t depth_ = 0;
  std::vector<std::set<std::string>> keys_;
};

}  // namespace

result<json> parse_json(std::string_view text, const json_limits& limits) {
  if (text.size() > limits.max_bytes) return make_error(errc::payload_too_large);
  // nlohmann's lexer takes a NUL for the end of the text, and would leave what follows unread.
  if (text.find('\0') != std::string_view::npos)
    return make_error(errc::bad_json, "The body is not valid JSON: contains U+0000.");
  json root;
  gate g(root, limits);
  bool ok = false;
  try {
    ok = json::sax_parse(text.begin(), text.end(), &g);
  } catch (const json::exception&) {
    g.why = "a number is out of range";
  }
  if (!ok)
    return make_error(errc::bad_json, "The body is not valid JSON: " + (g.why.empty() ? "syntax error" : g.why) + ".");
  return root;
}

std::string dump_strings(const std::vector<std::string>& values) {
  return dump(json(values));
}

std::string dump(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace switchboard::core
