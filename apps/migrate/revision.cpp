#include "migrate/revision.hpp"

#include <fstream>
#include <regex>
#include <utility>

namespace switchboard::migrate {
namespace {

const std::regex file_name(R"(([0-9]{4,32})_([a-z0-9_]+)\.(up|down)\.sql)");

// The value of header line `number`, which must read "-- key: value".
core::result<std::string> header_value(std::istream& in, const std::filesystem::path& file, int number,
                                       const std::string& key) {
  std::string line;
  std::getline(in, line);
  std::smatch match;
  if (!std::regex_match(line, match, std::regex("-- " + key + R"(: ([0-9a-z_]+)\s*)"))) {
    return problem(file.string() + ":" + std::to_string(number) + ": expected \"-- " + key + ": …\"");
  }
  return match[1].str();
}

}  // namespace

core::error problem(std::string text) {
  return core::make_error(core::errc::internal, std::move(text));
}

std::string describe(const revision& r) {
  return r.id + " (" + r.slug + ")";
}

core::result<revision_file> read_revision_file(const std::filesystem::path& file) {
  const auto name = file.filename().string();
  std::smatch match;
  if (!std::regex_match(name, match, file_name)) {
    return problem(file.string() + ": a revision's file is called NNNN_slug.up.sql or NNNN_slug.down.sql");
  }
  std::ifstream in(file);
  if (!in) return problem(file.string() + ": cannot be read");
  auto id = header_value(in, file, 1, "revision");
  if (!id) return id.error();
  auto down_revision = header_value(in, file, 2, "down_revision");
  if (!down_revision) return down_revision.error();
  if (*id != match[1].str()) return problem(file.string() + ":1: revision " + *id + " does not fit the file's name");
  if (*down_revision == "none") down_revision->clear();
  return revision_file{std::move(*id), std::move(*down_revision), match[2].str(), match[3].str() == "up"};
}

}  // namespace switchboard::migrate
