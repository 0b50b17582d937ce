// Postgres's lexical rules (documentation, section 4.1), as far as a tool's statement needs them: where strings, quoted
// names, dollar quotes and comments begin and end, so that `:name` is found only where it is a parameter.
#pragma once

#include "core/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace switchboard::tools {

struct sql_token {
  enum class kind {
    word,       // an unquoted identifier or keyword
    parameter,  // `:name`, without its colon
    semicolon,
    other,  // strings, quoted names, numbers, operators, parentheses
  };
  kind what = kind::other;
  std::string text;
  std::size_t line = 1;   // counted from the text's start
  std::size_t depth = 0;  // of parentheses around it
  bool spaced = false;    // blanks or comments before it
};

struct lexical_fault {
  std::size_t line = 1;
  std::string message;
};

/// The tokens of `text`, comments dropped. On a fault `fault` says where and the tokens so far are returned.
std::vector<sql_token> tokenize_sql(std::string_view text, lexical_fault& fault);

}  // namespace switchboard::tools
