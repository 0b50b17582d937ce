// An expression of the scenarios' template language: an operand, then filters, from left to right:
//
//   rows | where "category" wanted | sum "amount" | abs | money
//
// An operand is a path into the scope ("months.0.label"), a "text", a number, true, false, null, or an expression in
// brackets. A path that leads nowhere is null; a filter that cannot work on its input gives null. So a template never
// fails on data; what can be wrong with it (syntax, an unknown filter) is found when the scenario is loaded.
#pragma once

#include "core/json.hpp"
#include "core/result.hpp"

#include <memory>
#include <string_view>

namespace switchboard::scripted_model {

class expression {
 public:
  /// `invalid_field` says what is wrong and where.
  static core::result<expression> parse(std::string_view text);

  /// `scope` is an object: the variables.
  core::json evaluate(const core::json& scope) const;

 private:
  struct node;
  friend class expression_parser;
  explicit expression(std::shared_ptr<const node> root);
  std::shared_ptr<const node> root_;
};

/// What counts as false: null, false, zero, and anything empty.
bool is_truthy(const core::json& value);

}  // namespace switchboard::scripted_model
