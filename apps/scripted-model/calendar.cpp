#include "scripted-model/calendar.hpp"

#include "scripted-model/pattern.hpp"

#include <array>
#include <cctype>
#include <cstdio>
#include <cstdlib>

namespace switchboard::scripted_model {
namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 12> names = {"January",   "February", "March",    "April",
                                                    "May",       "June",     "July",     "August",
                                                    "September", "October",  "November", "December"};

std::string lower(std::string_view text) {
  std::string out(text);
  for (auto& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

std::string iso(year_month month, unsigned day) {
  std::array<char, 32> out{};
  std::snprintf(out.data(), out.size(), "%04d-%02u-%02u", static_cast<int>(month.year()),
                static_cast<unsigned>(month.month()), day);
  return out.data();
}

// The number of a month's name or its first three letters; 0 for another word.
unsigned month_number(std::string_view word) {
  for (unsigned i = 0; i < names.size(); ++i)
    if (lower(names[i]).starts_with(word.substr(0, 3))) return i + 1;
  return 0;
}

}  // namespace

std::string period::name() const {
  return std::string(names[static_cast<unsigned>(month.month()) - 1]);
}

std::string period::label() const {
  return name() + " " + std::to_string(static_cast<int>(month.year()));
}

std::string period::code() const {
  return from().substr(0, 7);
}

std::string period::from() const {
  return iso(month, 1);
}

std::string period::to() const {
  return iso(month, static_cast<unsigned>((month / last).day()));
}

std::vector<period> find_months(std::string_view text, year_month_day today) {
  static const pattern words(
      R"(\b(?:(this|last|previous) month|)"
      R"((jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|)"
      R"(oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b(?:,? (?:of )?(20\d\d))?))");
  const year_month current = today.year() / today.month();
  std::vector<period> found;
  for (const auto& hit : words.find_all(text)) {
    if (!hit[1].empty()) {
      found.push_back({hit[1] == "this" ? current : current - months(1)});
      continue;
    }
    // "may" is a month only where it is written as one, or stands after a preposition or before a year.
    const std::string word = lower(hit[2]);
    if (word == "may" && hit[2] == "may" && hit[3].empty() &&
        !pattern(R"(\b(?:in|for|of|and|to|vs) may\b)").found_in(text))
      continue;
    year_month month = current.year() / std::chrono::month(month_number(word));
    if (!hit[3].empty()) {
      month = year(std::atoi(hit[3].c_str())) / month.month();
    } else if (month > current) {
      month -= years(1);
    }
    found.push_back({month});
  }
  return found;
}

std::optional<double> find_amount(std::string_view text) {
  static const pattern amount(R"((?:[$€£] ?|\b)(\d{1,3}(?:,\d{3})+|\d{1,9})(\.\d{1,2})?( ?k\b)?)");
  static const pattern month_year(R"([a-z]+,? 20\d\d\b)");
  const std::string kept = month_year.replaced(text, "");
  for (const auto& hit : amount.find_all(kept)) {
    std::string digits;
    for (const char c : hit[1])
      if (c != ',') digits += c;
    const double value = std::strtod((digits + hit[2]).c_str(), nullptr);
    return hit[3].empty() ? value : value * 1000;
  }
  return std::nullopt;
}

std::string short_date(std::string_view text) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::string(text);
  const int month = std::atoi(std::string(text.substr(5, 2)).c_str());
  if (month < 1 || month > 12) return std::string(text);
  const int day = std::atoi(std::string(text.substr(8, 2)).c_str());
  return std::string(names[static_cast<unsigned>(month - 1)].substr(0, 3)) + " " + std::to_string(day);
}

}  // namespace switchboard::scripted_model
