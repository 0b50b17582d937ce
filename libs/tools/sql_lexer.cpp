#include "tools/sql_lexer.hpp"

#include <cctype>

namespace switchboard::tools {
namespace {

bool begins_word(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' || static_cast<unsigned char>(c) >= 0x80U;
}
bool continues_word(char c) {
  return begins_word(c) || std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '$';
}

class lexer {
 public:
  lexer(std::string_view text, lexical_fault& fault) : text_(text), fault_(fault) {}

  std::vector<sql_token> run() {
    while (fault_.message.empty()) {
      const bool spaced = skip_blanks();
      if (at_ >= text_.size() || !fault_.message.empty()) break;
      sql_token token;
      token.spaced = spaced;
      token.line = line_;
      if (peek(0) == ')' && depth_ > 0) --depth_;
      token.depth = depth_;
      const auto begin = at_;
      token.what = next();
      token.text = text_.substr(begin, at_ - begin);
      if (token.what == sql_token::kind::parameter) token.text.erase(0, 1);
      tokens_.push_back(std::move(token));
    }
    if (fault_.message.empty() && depth_ > 0) fail("a parenthesis is not closed");
    return std::move(tokens_);
  }

 private:
  char peek(std::size_t ahead) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  void fail(std::string message) { fault_ = {line_, std::move(message)}; }
  void advance() {
    if (text_[at_] == '\n') ++line_;
    ++at_;
  }

  bool skip_blanks() {
    const auto begin = at_;
    for (;;) {
      if (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) {
        advance();
      } else if (peek(0) == '-' && peek(1) == '-') {
        while (at_ < text_.size() && text_[at_] != '\n') ++at_;
      } else if (peek(0) == '/' && peek(1) == '*') {
        skip_block_comment();
      } else {
        return at_ > begin;
      }
    }
  }

  void skip_block_comment() {
    std::size_t nested = 0;
    do {
      if (at_ >= text_.size()) return fail("a comment is not closed");
      if (peek(0) == '/' && peek(1) == '*') {
        ++nested;
        ++at_;
      } else if (peek(0) == '*' && peek(1) == '/') {
        --nested;
        ++at_;
      }
      advance();
    } while (nested > 0);
  }

  // Moves past one token and says what it was.
  sql_token::kind next() {
    using kind = sql_token::kind;
    const char c = peek(0);
    if (begins_word(c)) return word();
    if (c == '\'') return quoted('\'', false);
    if (c == '"') return quoted('"', false);
    if (c == '$') return dollar();
    if (c == ';') return ++at_, kind::semicolon;
    if (c == ':') return colon();
    if (c == '(') ++depth_;
    if (std::isdigit(static_cast<unsigned char>(c)) != 0) {
      while (std::isalnum(static_cast<unsigned char>(peek(0))) != 0 || peek(0) == '.') ++at_;
      return kind::other;
    }
    ++at_;
    return kind::other;
  }

  sql_token::kind word() {
    const auto begin = at_;
    while (at_ < text_.size() && continues_word(text_[at_])) ++at_;
    const auto text = text_.substr(begin, at_ - begin);
    if (peek(0) == '\'' && text.size() == 1) return quoted('\'', text == "e" || text == "E");
    return sql_token::kind::word;
  }

  sql_token::kind colon() {
    if (peek(1) == ':') return at_ += 2, sql_token::kind::other;
    ++at_;
    if (!begins_word(peek(0))) return sql_token::kind::other;
    while (at_ < text_.size() && continues_word(text_[at_])) ++at_;
    return sql_token::kind::parameter;
  }

  sql_token::kind quoted(char quote, bool escapes) {
    advance();
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (escapes && c == '\\' && at_ + 1 < text_.size()) advance();
      advance();
      if (c != quote) continue;
      if (peek(0) != quote) return sql_token::kind::other;
      advance();
    }
    fail("a quote is not closed");
    return sql_token::kind::other;
  }

  sql_token::kind dollar() {
    std::size_t end = at_ + 1;
    while (end < text_.size() && continues_word(text_[end]) && text_[end] != '$') ++end;
    const auto tag = text_.substr(at_, end + 1 - at_);
    if (end >= text_.size() || text_[end] != '$' || std::isdigit(static_cast<unsigned char>(peek(1))) != 0) {
      fail("write :name, not a numbered parameter");
      return sql_token::kind::other;
    }
    const auto close = text_.find(tag, end + 1);
    if (close == std::string_view::npos) {
      fail("a dollar quote is not closed");
      return sql_token::kind::other;
    }
    while (at_ < close + tag.size()) advance();
    return sql_token::kind::other;
  }

  std::string_view text_;
  lexical_fault& fault_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t depth_ = 0;
  std::vector<sql_token> tokens_;
};

}  // namespace

std::vector<sql_token> tokenize_sql(std::string_view text, lexical_fault& fault) {
  return lexer(text, fault).run();
}

}  // namespace switchboard::tools
