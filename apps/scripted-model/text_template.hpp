// A text with holes: {{ expression }}, {{#each rows as row}}…{{/each}}, {{#if value}}…{{else}}…{{/if}}. A tag that
// stands alone on its line takes the line with it, so that lists read well in a scenario file.
#pragma once

#include "core/json.hpp"
#include "core/result.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace switchboard::scripted_model {

class text_template {
 public:
  /// `invalid_field` for bad syntax.
  static core::result<text_template> parse(std::string_view text);

  /// `scope` is an object; a loop's variable is in it while the loop runs.
  std::string render(const core::json& scope) const;
  /// As render(), but a template that is one {{ expression }} gives the value with its type.
  core::json evaluate(const core::json& scope) const;

 private:
  struct part;
  friend class template_parser;
  std::shared_ptr<const part> root_;
};

}  // namespace switchboard::scripted_model
