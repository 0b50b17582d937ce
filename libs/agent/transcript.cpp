#include "agent/transcript.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <unordered_set>

namespace switchboard::agent {
namespace {

std::string text_at(const core::json& entry, const char* key) {
  const auto it = entry.find(key);
  return it != entry.end() && it->is_string() ? it->get<std::string>() : std::string();
}

core::result<core::json> parse(std::string_view line) {
  core::json_limits limits;
  limits.max_bytes = line.size();
  limits.max_depth = 256;
  limits.duplicates = core::duplicate_keys::keep_last;
  return core::parse_json(line, limits);
}

bool is_boundary(const core::json& entry) {
  return text_at(entry, "type") == "system" && text_at(entry, "subtype") == "compact_boundary";
}

core::error broken(const std::string& why) {
  return core::make_internal(core::errc::gone, "the stored transcript " + why);
}

std::string content_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

core::error unwritable(const std::string& path, const std::string& why) {
  return core::make_internal(core::errc::agent_unavailable, path + ": " + why);
}

}  // namespace

transcript_entry read_transcript_entry(const core::json_text& entry) {
  constexpr std::array not_needed{"api-request", "api-request-blob", "api-request-shape"};
  const auto read = parse(entry.text);
  if (!read || !read->is_object()) return {};
  const auto type = text_at(*read, "type");
  if (std::ranges::find(not_needed, type) != not_needed.end()) return {};
  transcript_entry out;
  out.text = {core::dump(*read)};
  out.uuid = text_at(*read, "uuid");
  out.parent = text_at(*read, "parentUuid");
  out.begins_anew = is_boundary(*read);
  return out;
}

core::result<whole_transcript> mend_transcript(std::string_view lines) {
  whole_transcript out;
  std::unordered_set<std::string> known;
  while (!lines.empty()) {
    const auto end = std::min(lines.find('\n'), lines.size());
    const auto line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    if (line.empty()) continue;
    auto entry = parse(line);
    if (!entry || !entry->is_object()) return broken("has a line that is no JSON object");
    auto uuid = text_at(*entry, "uuid");
    const auto parent = text_at(*entry, "parentUuid");
    const bool torn = !uuid.empty() && !out.last_uuid.empty() && !known.contains(parent) && !is_boundary(*entry);
    if (torn) (*entry)["parentUuid"] = out.last_uuid;
    out.lines += torn ? core::dump(*entry) : std::string(line);
    out.lines += '\n';
    if (uuid.empty()) continue;
    out.last_uuid = uuid;
    known.insert(std::move(uuid));
  }
  if (out.last_uuid.empty()) return broken("has no entry of the conversation");
  return out;
}

std::string transcript_path(std::string_view config_dir, std::string_view working_directory,
                            std::string_view session_id) {
  std::string project(working_directory);
  std::ranges::replace_if(project, [](unsigned char c) { return std::isalnum(c) == 0; }, '-');
  return std::string(config_dir) + "/projects/" + project + "/" + std::string(session_id) + ".jsonl";
}

core::result<void> restore_transcript(const std::string& path, const whole_transcript& transcript) {
  namespace fs = std::filesystem;
  const auto held = content_of(path);
  const bool further = held.find("\"uuid\":\"" + transcript.last_uuid + '"') != std::string::npos;
  const auto own = further ? mend_transcript(held) : core::result<whole_transcript>(transcript);
  const auto& wanted = own ? own->lines : transcript.lines;
  if (wanted == held) return {};
  std::error_code error;
  fs::create_directories(fs::path(path).parent_path(), error);
  if (error) return unwritable(path, error.message());
  const auto draft = path + ".restoring";
  {
    std::ofstream out(draft, std::ios::binary | std::ios::trunc);
    fs::permissions(draft, fs::perms::owner_read | fs::perms::owner_write, error);
    out << wanted;
    out.flush();
    if (!out) return unwritable(draft, "cannot be written");
  }
  fs::rename(draft, path, error);
  if (error) return unwritable(path, error.message());
  return {};
}

std::size_t forget_old_transcripts(const std::string& config_dir, std::chrono::hours age) {
  namespace fs = std::filesystem;
  std::error_code error;
  std::vector<fs::path> old;
  const auto oldest = fs::file_time_type::clock::now() - age;
  for (fs::recursive_directory_iterator it(fs::path(config_dir) / "projects", error), end; !error && it != end;
       it.increment(error)) {
    std::error_code gone;  // by the CLI, meanwhile
    if (it->path().extension() == ".jsonl" && it->last_write_time(gone) < oldest && !gone) old.push_back(it->path());
  }
  for (const auto& file : old) fs::remove(file, error);
  return old.size();
}

}  // namespace switchboard::agent
