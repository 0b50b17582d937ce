#include "tools/catalog.hpp"

namespace switchboard::tools {
namespace {

std::string_view word(mcp::effect what) {
  switch (what) {
    case mcp::effect::read_only:
      return "reads";
    case mcp::effect::writes:
      return "writes";
    case mcp::effect::destructive:
      break;
  }
  return "destroys";
}

std::string padded(std::string_view text, std::size_t width) {
  std::string out(text);
  out.append(out.size() < width ? width - out.size() : 1, ' ');
  return out;
}

}  // namespace

std::string list(const std::vector<tool_file>& files) {
  std::string out;
  for (const auto& file : files) {
    const auto& d = file.description;
    out += padded(d.domain, 16) + padded(d.name, 32) + padded(word(d.what), 10) + d.title + '\n';
  }
  return out + std::to_string(files.size()) + " tools\n";
}

rt::task<std::vector<std::string>> check(const std::vector<tool_file>& files, store::statement_runner& runner,
                                         core::deadline limit) {
  std::vector<std::string> out;
  for (const auto& file : files) {
    const auto explained = co_await runner.explain(file.statement, file.positions.size() + 1, limit);
    if (explained) continue;
    out.push_back(file.description.domain + "/" + file.description.name +
                  ".sql: " + (explained.error().detail.empty() ? explained.error().message : explained.error().detail));
    if (explained.error().code == core::errc::database_unavailable) break;
  }
  co_return out;
}

}  // namespace switchboard::tools
