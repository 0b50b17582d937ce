#include "scripted-model/text_template.hpp"

#include "scripted-model/expression.hpp"
#include "scripted-model/filters.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <vector>

namespace switchboard::scripted_model {

using core::json;

struct text_template::part {
  enum class kind { sequence, text, value, each, condition };
  kind what = kind::sequence;
  std::string text;  // of a text; the variable's name of an each
  std::optional<expression> value;
  std::vector<part> children;   // of a sequence; the body of an each or of a condition that holds
  std::vector<part> otherwise;  // of a condition that does not
};

namespace {

constexpr std::size_t longest_output = 1U << 20;

std::string_view trimmed(std::string_view text) {
  const auto start = text.find_first_not_of(" \t\n");
  if (start == std::string_view::npos) return {};
  return text.substr(start, text.find_last_not_of(" \t\n") - start + 1);
}

}  // namespace

class template_parser {
 public:
  using part = text_template::part;

  explicit template_parser(std::string_view text) : text_(text) {}

  core::result<text_template> parse() {
    auto root = std::make_shared<part>();
    const std::string_view stopped = sequence(root->children, 0);
    if (why_.empty() && !stopped.empty()) why_ = "unexpected {{" + std::string(stopped) + "}}";
    if (!why_.empty()) return core::make_error(core::errc::invalid_field, why_);
    text_template out;
    out.root_ = std::move(root);
    return out;
  }

 private:
  // Parts up to a closing or {{else}} tag, which it returns; "" at the end of the text.
  std::string_view sequence(std::vector<part>& out, int depth) {
    if (depth > 16) fail("blocks nested too deep");
    while (why_.empty() && at_ < text_.size()) {
      const auto open = text_.find("{{", at_);
      const auto close = open == std::string_view::npos ? open : text_.find("}}", open);
      if (open != std::string_view::npos && close == std::string_view::npos) fail("unclosed {{");
      std::string_view before = text_.substr(at_, open == std::string_view::npos ? open : open - at_);
      if (open == std::string_view::npos || !why_.empty()) {
        add_text(out, before);
        at_ = text_.size();
        break;
      }
      const std::string_view tag = trimmed(text_.substr(open + 2, close - open - 2));
      const bool is_block = tag.starts_with('#') || tag.starts_with('/') || tag == "else";
      const bool starts_line = open == 0 || text_[open - 1] == '\n';
      at_ = close + 2;
      if (is_block && starts_line && at_ < text_.size() && text_[at_] == '\n') ++at_;
      add_text(out, before);
      if (is_block && !tag.starts_with('#')) return tag;
      if (tag.starts_with("#each ")) {
        each(out, tag.substr(6), depth);
      } else if (tag.starts_with("#if ")) {
        condition(out, tag.substr(4), depth);
      } else if (is_block) {
        fail("no block {{" + std::string(tag) + "}}");
      } else {
        add_value(out, tag);
      }
    }
    return {};
  }

  void each(std::vector<part>& out, std::string_view tag, int depth) {
    const auto as = tag.rfind(" as ");
    if (as == std::string_view::npos) return fail("#each needs \"as name\"");
    part& loop = out.emplace_back();
    loop.what = part::kind::each;
    loop.text = trimmed(tag.substr(as + 4));
    loop.value = parsed(tag.substr(0, as));
    std::vector<part> body;
    const auto end = sequence(body, depth + 1);
    if (end != "/each") fail("#each without {{/each}}");
    out.back().children = std::move(body);
  }

  void condition(std::vector<part>& out, std::string_view tag, int depth) {
    part branch;
    branch.what = part::kind::condition;
    branch.value = parsed(tag);
    auto end = sequence(branch.children, depth + 1);
    if (end == "else") end = sequence(branch.otherwise, depth + 1);
    if (end != "/if") fail("#if without {{/if}}");
    out.push_back(std::move(branch));
  }

  void add_value(std::vector<part>& out, std::string_view tag) {
    part& value = out.emplace_back();
    value.what = part::kind::value;
    value.value = parsed(tag);
  }

  static void add_text(std::vector<part>& out, std::string_view text) {
    if (text.empty()) return;
    part& plain = out.emplace_back();
    plain.what = part::kind::text;
    plain.text = text;
  }

  std::optional<expression> parsed(std::string_view text) {
    auto out = expression::parse(trimmed(text));
    if (out) return std::move(*out);
    fail(out.error().message);
    return std::nullopt;
  }

  void fail(std::string why) {
    if (why_.empty()) why_ = std::move(why);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string why_;
};

core::result<text_template> text_template::parse(std::string_view text) {
  return template_parser(text).parse();
}

std::string text_template::render(const json& scope) const {
  std::string out;
  json mine = scope;  // loops set their variable in it
  const auto write = [&](const auto& self, const std::vector<part>& parts) -> void {
    for (const auto& each : parts) {
      if (out.size() > longest_output) return;
      switch (each.what) {
        case part::kind::sequence:
          self(self, each.children);
          break;
        case part::kind::text:
          out += each.text;
          break;
        case part::kind::value:
          out += to_text(each.value->evaluate(mine));
          break;
        case part::kind::condition:
          self(self, is_truthy(each.value->evaluate(mine)) ? each.children : each.otherwise);
          break;
        case part::kind::each: {
          const json list = each.value->evaluate(mine);
          if (!list.is_array()) break;
          const auto found = mine.find(each.text);
          const json before = found == mine.end() ? json() : *found;
          for (const auto& item : list) {
            mine[each.text] = item;
            self(self, each.children);
          }
          mine[each.text] = before;
          break;
        }
      }
    }
  };
  write(write, root_->children);
  return out;
}

json text_template::evaluate(const json& scope) const {
  const auto& parts = root_->children;
  if (parts.size() == 1 && parts[0].what == part::kind::value) return parts[0].value->evaluate(scope);
  return render(scope);
}

}  // namespace switchboard::scripted_model
