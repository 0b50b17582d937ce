#include "scripted-model/expression.hpp"

#include "scripted-model/filters.hpp"

#include <nlohmann/json.hpp>

#include <cctype>
#include <cstdlib>
#include <string>
#include <vector>

namespace switchboard::scripted_model {

using core::json;

struct expression::node {
  struct call {
    const filter* function = nullptr;
    std::vector<std::shared_ptr<const node>> arguments;
  };
  json literal;
  std::vector<std::string> path;      // when not empty, instead of the literal
  std::shared_ptr<const node> inner;  // a bracketed expression, instead of both
  std::vector<call> filters;
};

namespace {

const json* step(const json& from, const std::string& key) {
  if (from.is_object()) {
    const auto found = from.find(key);
    return found == from.end() ? nullptr : &*found;
  }
  if (!from.is_array() || key.find_first_not_of("0123456789") != std::string::npos || key.size() > 6) return nullptr;
  const auto index = static_cast<std::size_t>(std::atoi(key.c_str()));
  return index < from.size() ? &from[index] : nullptr;
}

}  // namespace

// Recursive descent; brackets nest at most 16 deep.
class expression_parser {
 public:
  using node = expression::node;

  explicit expression_parser(std::string_view text) : text_(text) {}

  core::result<expression> parse() {
    auto root = pipeline();
    skip_space();
    if (why_.empty() && at_ < text_.size()) why_ = "unexpected text";
    if (!why_.empty())
      return core::make_error(core::errc::invalid_field,
                              why_ + " at byte " + std::to_string(at_) + " of \"" + std::string(text_) + "\"");
    return expression(std::move(root));
  }

 private:
  std::shared_ptr<const node> pipeline() {
    auto out = operand();
    skip_space();
    if (!why_.empty() || peek() != '|') return out;
    auto piped = std::make_shared<node>();
    piped->inner = out;
    while (why_.empty() && peek() == '|') {
      ++at_;
      skip_space();
      const std::string name = word();
      node::call call;
      call.function = find_filter(name);
      if (call.function == nullptr) {
        fail("no filter \"" + name + "\"");
        return out;
      }
      skip_space();
      while (why_.empty() && at_ < text_.size() && peek() != '|' && peek() != ')') {
        call.arguments.push_back(operand());
        skip_space();
      }
      if (call.arguments.size() < call.function->fewest || call.arguments.size() > call.function->most)
        fail("wrong number of arguments to \"" + name + "\"");
      piped->filters.push_back(std::move(call));
    }
    return piped;
  }

  std::shared_ptr<const node> operand() {
    skip_space();
    auto out = std::make_shared<node>();
    const char c = peek();
    if (c == '(') {
      ++at_;
      if (++depth_ > 16) fail("nested too deep");
      if (why_.empty()) out->inner = pipeline();
      --depth_;
      skip_space();
      if (peek() == ')') {
        ++at_;
      } else {
        fail("missing )");
      }
    } else if (c == '"' || c == '\'') {
      const auto end = text_.find(c, at_ + 1);
      if (end == std::string_view::npos) {
        fail("unclosed text");
      } else {
        out->literal = std::string(text_.substr(at_ + 1, end - at_ - 1));
        at_ = end + 1;
      }
    } else if (std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '-') {
      number(*out);
    } else {
      name(*out);
    }
    return out;
  }

  void number(node& out) {
    const auto end = text_.find_first_not_of("-.0123456789", at_);
    const std::string digits(text_.substr(at_, end == std::string_view::npos ? end : end - at_));
    at_ += digits.size();
    if (digits.find('.') == std::string::npos) {
      out.literal = std::strtoll(digits.c_str(), nullptr, 10);
    } else {
      out.literal = std::strtod(digits.c_str(), nullptr);
    }
  }

  void name(node& out) {
    std::string first = word();
    if (first.empty()) return fail("expected a value");
    if (first == "true" || first == "false") {
      out.literal = first == "true";
    } else if (first != "null") {
      out.path.push_back(std::move(first));
      while (peek() == '.') {
        ++at_;
        out.path.push_back(word());
        if (out.path.back().empty()) return fail("expected a name");
      }
    }
  }

  std::string word() {
    const auto start = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 || text_[at_] == '_'))
      ++at_;
    return std::string(text_.substr(start, at_ - start));
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip_space() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
  }
  void fail(std::string why) {
    if (why_.empty()) why_ = std::move(why);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  std::string why_;
};

expression::expression(std::shared_ptr<const node> root) : root_(std::move(root)) {}

core::result<expression> expression::parse(std::string_view text) {
  return expression_parser(text).parse();
}

json expression::evaluate(const json& scope) const {
  const auto run = [&scope](const auto& self, const node& at) -> json {
    json value;
    if (at.inner) {
      value = self(self, *at.inner);
    } else if (at.path.empty()) {
      value = at.literal;
    } else {
      const json* found = &scope;
      for (const auto& key : at.path)
        if (found != nullptr) found = step(*found, key);
      if (found != nullptr) value = *found;
    }
    for (const auto& call : at.filters) {
      std::vector<json> arguments;
      for (const auto& argument : call.arguments) arguments.push_back(self(self, *argument));
      value = call.function->apply(value, arguments, scope);
    }
    return value;
  };
  return run(run, *root_);
}

bool is_truthy(const json& value) {
  if (value.is_boolean()) return value.get<bool>();
  if (value.is_number()) return value.get<double>() != 0;
  if (value.is_string()) return !value.get_ref<const std::string&>().empty();
  return !value.is_null() && !value.empty();
}

}  // namespace switchboard::scripted_model
