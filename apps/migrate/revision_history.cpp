#include "migrate/revision_history.hpp"

#include <algorithm>
#include <map>
#include <system_error>
#include <utility>

namespace switchboard::migrate {
namespace {

using revisions_by_id = std::map<std::string, revision>;

// Adds one file to the revision that it is half of.
core::result<void> add_file(revisions_by_id& found, const std::filesystem::path& path) {
  auto file = read_revision_file(path);
  if (!file) return file.error();
  const auto [place, is_new] = found.try_emplace(file->id, revision{file->id, file->down_revision, file->slug, {}, {}});
  auto& known = place->second;
  auto& half = file->is_up ? known.up : known.down;
  if (known.slug != file->slug) return problem(path.string() + ": revision " + file->id + " is also " + known.slug);
  if (known.down_revision != file->down_revision) {
    return problem(path.string() + ":2: the other file of " + file->id + " names another down_revision");
  }
  half = path;
  return {};
}

// Sorts the revisions into a chain.
core::result<history> chain(revisions_by_id found) {
  std::map<std::string, revision> successors;  // by what they follow
  for (auto& [id, r] : found) {
    if (r.up.empty()) return problem(r.down.string() + ": its .up.sql is missing");
    if (r.down.empty()) return problem(r.up.string() + ": its .down.sql is missing");
    if (const auto rival = successors.find(r.down_revision); rival != successors.end()) {
      return problem(r.up.string() + ":2: revision " + describe(rival->second) + " follows " +
                     (r.down_revision.empty() ? "none" : r.down_revision) + " already; a history has no branches");
    }
    auto after = r.down_revision;
    successors.emplace(std::move(after), std::move(r));
  }
  history sorted;
  for (auto next = successors.extract(""); !next.empty(); next = successors.extract(sorted.back().id)) {
    sorted.push_back(std::move(next.mapped()));
  }
  if (successors.empty()) return sorted;
  const auto& stray = successors.begin()->second;
  return problem(stray.up.string() + ":2: there is no revision " + stray.down_revision + " for it to follow");
}

}  // namespace

core::result<history> load_history(const std::filesystem::path& folder) {
  std::error_code failed;
  revisions_by_id found;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
    if (entry.path().extension() != ".sql") continue;
    if (const auto added = add_file(found, entry.path()); !added) return added.error();
  }
  if (failed) return problem(folder.string() + ": cannot be read: " + failed.message());
  if (found.empty()) return problem(folder.string() + ": holds no revisions");
  return chain(std::move(found));
}

std::optional<std::size_t> position_of(const history& all, std::string_view id) {
  const auto place = std::ranges::find(all, id, &revision::id);
  if (place == all.end()) return std::nullopt;
  return static_cast<std::size_t>(place - all.begin());
}

}  // namespace switchboard::migrate
