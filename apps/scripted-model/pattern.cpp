#include "scripted-model/pattern.hpp"

#include <boost/regex.hpp>

#include <stdexcept>

namespace switchboard::scripted_model {
namespace {

constexpr std::size_t longest_text = 4000;
constexpr std::size_t most_matches = 100;

}  // namespace

struct pattern::compiled {
  boost::regex expression;
};

pattern::pattern(std::string_view expression) {
  try {
    compiled_ = std::make_shared<const compiled>(
        compiled{boost::regex(expression.begin(), expression.end(), boost::regex::perl | boost::regex::icase)});
  } catch (const boost::regex_error& e) {
    throw std::invalid_argument(std::string(e.what()));
  }
}

core::result<pattern> pattern::parse(std::string_view expression) {
  try {
    return pattern(expression);
  } catch (const std::invalid_argument& e) {
    return core::make_error(core::errc::invalid_field, "bad pattern \"" + std::string(expression) + "\": " + e.what());
  }
}

bool pattern::found_in(std::string_view text) const {
  text = text.substr(0, longest_text);
  try {
    return boost::regex_search(text.begin(), text.end(), compiled_->expression);
  } catch (const std::runtime_error&) {  // too complex for this text
    return false;
  }
}

std::vector<groups> pattern::find_all(std::string_view text) const {
  text = text.substr(0, longest_text);
  std::vector<groups> found;
  try {
    using iterator = boost::regex_iterator<std::string_view::const_iterator>;
    for (iterator hit(text.begin(), text.end(), compiled_->expression), end; hit != end; ++hit) {
      groups& all = found.emplace_back();
      for (std::size_t i = 0; i < hit->size(); ++i) all.push_back((*hit)[static_cast<int>(i)].str());
      if (found.size() == most_matches) break;
    }
  } catch (const std::runtime_error&) {  // too complex for this text: what was found before stands
  }
  return found;
}

std::string pattern::replaced(std::string_view text, std::string_view with) const {
  std::string out(text.substr(0, longest_text));
  try {
    return boost::regex_replace(out, compiled_->expression, std::string(with), boost::regex_constants::format_literal);
  } catch (const std::runtime_error&) {
    return out;
  }
}

}  // namespace switchboard::scripted_model
