#include "tools/directory.hpp"

#include "tools/sql_tool.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <system_error>
#include <tuple>

namespace switchboard::tools {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t max_file_bytes = 64U << 10U;

std::vector<fs::path> sql_files(const fs::path& folder, std::error_code& code) {
  std::vector<fs::path> out;
  for (const auto& domain : fs::directory_iterator(folder, code)) {
    if (!domain.is_directory()) continue;
    for (const auto& file : fs::directory_iterator(domain.path(), code)) {
      if (file.path().extension() == ".sql") out.push_back(file.path());
    }
  }
  std::ranges::sort(out);
  return out;
}

std::optional<std::string> read_text(const fs::path& path) {
  std::error_code code;
  const auto size = fs::file_size(path, code);
  if (code || size > max_file_bytes) return std::nullopt;
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  if (!in) return std::nullopt;
  return std::move(out).str();
}

std::string shown_name(const fs::path& path) {
  return (path.parent_path().filename() / path.filename()).string();
}

}  // namespace

core::result<std::vector<tool_file>> load_directory(const fs::path& folder) {
  std::error_code code;
  const auto paths = sql_files(folder, code);
  if (code) {
    return core::make_error(core::errc::invalid_field,
                            "cannot read the tools' folder " + folder.string() + ": " + code.message());
  }
  std::vector<tool_file> out;
  core::error faults = core::make_error(core::errc::invalid_field, "");
  for (const auto& path : paths) {
    std::vector<file_fault> found;
    const auto text = read_text(path);
    if (text) {
      auto parsed = parse_tool_file(path.parent_path().filename().string(), path.stem().string(), *text, found);
      if (parsed) out.push_back(std::move(*parsed));
    } else {
      found.push_back({1, "cannot be read, or is larger than 64 KiB"});
    }
    for (const auto& fault : found) {
      faults.message += (faults.message.empty() ? "" : "\n") + shown_name(path) + ":" + std::to_string(fault.line) +
                        ": " + fault.message;
    }
  }
  if (!faults.message.empty()) return faults;
  return out;
}

core::result<std::shared_ptr<const mcp::registry>> make_registry(std::vector<tool_file> files,
                                                                 store::statement_runner& runner,
                                                                 std::vector<std::unique_ptr<mcp::tool>> more) {
  auto out = std::make_shared<mcp::registry>();
  for (auto& file : files) {
    auto added = out->add(std::make_unique<sql_tool>(std::move(file), runner));
    if (!added) return added.error();
  }
  for (auto& one : more) {
    auto added = out->add(std::move(one));
    if (!added) return added.error();
  }
  return std::shared_ptr<const mcp::registry>(std::move(out));
}

}  // namespace switchboard::tools
