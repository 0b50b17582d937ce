#include "migrate/new_revision.hpp"

#include <cctype>
#include <cstdio>
#include <memory>

namespace switchboard::migrate {
namespace {

std::string slug_of(std::string_view name) {
  std::string slug;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0) {
      slug.push_back(static_cast<char>(std::tolower(byte)));
    } else if (!slug.empty() && slug.back() != '_') {
      slug.push_back('_');
    }
  }
  while (slug.ends_with('_')) slug.pop_back();
  return slug;
}

// The number after the last, in at least as many digits.
std::string next_id(const history& all) {
  if (all.empty()) return "0001";
  const auto& last = all.back().id;
  auto next = std::to_string(std::stoull(last) + 1);
  if (next.size() < last.size()) next.insert(0, last.size() - next.size(), '0');
  return next;
}

core::result<void> write_new(const std::filesystem::path& file, const std::string& text) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> out(std::fopen(file.c_str(), "wx"), std::fclose);
  if (!out || std::fputs(text.c_str(), out.get()) < 0 || std::fflush(out.get()) != 0) {
    return problem(file.string() + ": cannot be created");
  }
  return {};
}

}  // namespace

core::result<revision> make_revision(const std::filesystem::path& folder, const history& all, std::string_view name) {
  revision made;
  made.slug = slug_of(name);
  if (made.slug.empty()) return problem("a revision's name needs a letter or a digit");
  made.id = next_id(all);
  if (!all.empty()) made.down_revision = all.back().id;
  made.up = folder / (made.id + "_" + made.slug + ".up.sql");
  made.down = folder / (made.id + "_" + made.slug + ".down.sql");
  const auto header = "-- revision: " + made.id +
                      "\n-- down_revision: " + (made.down_revision.empty() ? "none" : made.down_revision) + "\n";
  if (auto written = write_new(made.up, header + "\n"); !written) return written.error();
  if (auto written = write_new(made.down, header + "\n"); !written) return written.error();
  return made;
}

}  // namespace switchboard::migrate
