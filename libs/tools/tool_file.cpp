#include "tools/tool_file.hpp"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <map>

namespace switchboard::tools {
namespace {

const std::map<std::string, std::string>& context_types() {
  static const std::map<std::string, std::string> types{{"workspace_id", "uuid"},
                                                        {"user_id", "uuid"},
                                                        {"agent_id", "uuid"},
                                                        {"conversation_id", "uuid"},
                                                        {"run_id", "uuid"}};
  return types;
}

// The body with the head's lines emptied, so that line numbers stay those of the file.
std::string without_head(std::string_view text, std::size_t lines) {
  std::string out(lines, '\n');
  while (lines-- > 0) {
    const auto end = text.find('\n');
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  }
  return out + std::string(text);
}

// FNV-1a: the name changes with the text, so that a reloaded tool never meets its older self on a connection.
std::string statement_name(std::string_view tool, std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string name = "tool_" + std::string(tool.substr(0, 40)) + "_";
  for (int shift = 60; shift >= 0; shift -= 4) name += digits[(hash >> static_cast<unsigned>(shift)) & 15U];
  return name;
}

bool is_camel_case(std::string_view name) {
  return !name.empty() && name.size() <= 48 && std::islower(static_cast<unsigned char>(name.front())) != 0 &&
         std::ranges::all_of(name, [](unsigned char c) { return std::isalnum(c) != 0; });
}

void check_names(const tool_header& header, std::string_view stem, std::vector<file_fault>& faults) {
  if (header.name.empty()) return;
  if (header.name != stem)
    faults.push_back({1, "the tool is named " + header.name + ", its file " + std::string(stem)});
  if (!is_camel_case(header.name)) faults.push_back({1, "'" + header.name + "' is no camelCase name"});
}

void check_use(const tool_header& header, const sql_template& statement, std::vector<file_fault>& faults) {
  for (const auto& p : header.parameters) {
    const bool caps = p.name == limit_parameter && header.shape == result_shape::rows;
    if (caps && (p.type != value_type::integer || p.is_array || !p.max))
      faults.push_back({1, "parameter 'limit' must be an integer with a max"});
    if (!caps && std::ranges::find(statement.positions, p.name) == statement.positions.end())
      faults.push_back({1, "parameter '" + p.name + "' is not used by the statement"});
  }
  const bool reads = statement.verb == "SELECT" || statement.verb == "VALUES";
  if (header.what == mcp::effect::read_only && !reads)
    faults.push_back({1, "a read_only tool cannot " + statement.verb});
}

}  // namespace

std::optional<tool_file> parse_tool_file(std::string_view domain, std::string_view stem, std::string_view text,
                                         std::vector<file_fault>& faults) {
  const auto known = faults.size();
  tool_file out;
  out.header = parse_tool_header(text, faults);
  check_names(out.header, stem, faults);
  auto types = context_types();
  for (const auto& p : out.header.parameters) types[p.name] = sql_type(p);
  lexical_fault fault;
  auto statement = parse_sql_template(without_head(text, out.header.lines), types, fault);
  if (statement) {
    check_use(out.header, *statement, faults);
  } else {
    faults.push_back({fault.line, "the statement " + fault.message});
  }
  if (faults.size() > known) return std::nullopt;

  store::prepared_statement prepared;
  prepared.text = wrap_as_json(*statement, out.header.shape, out.header.byte_cap);
  prepared.name = statement_name(out.header.name, prepared.text);
  prepared.access =
      out.header.what == mcp::effect::read_only ? store::access_mode::read_only : store::access_mode::read_write;
  prepared.timeout = out.header.timeout;
  out.statement = std::make_shared<const store::prepared_statement>(std::move(prepared));
  out.positions = std::move(statement->positions);
  out.description = {out.header.name,
                     std::string(domain),
                     out.header.title,
                     out.header.description,
                     input_schema(out.header.parameters),
                     out.header.what,
                     out.header.again};
  return out;
}

}  // namespace switchboard::tools
