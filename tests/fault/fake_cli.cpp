#include "fake_cli.hpp"

#include "core/uuid.hpp"

#include <fstream>

namespace switchboard::test {
namespace {

constexpr auto prelude = R"sh(#!/bin/sh
answer_initialize() {
  read -r line
  id=$(printf '%s' "$line" | sed 's/.*"request_id":"\([^"]*\)".*/\1/')
  printf '{"type":"control_response","response":{"subtype":"success","request_id":"%s","response":{}}}\n' "$id"
}
read_user() {
  read -r line
  printf '{"type":"system","subtype":"init","session_id":"5f0c0f6e-0000-4000-8000-000000000001","model":"claude"}\n'
}
say_text() {
  printf '{"type":"stream_event","event":{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"%s"}}}\n' "$1"
}
say_result() {
  printf '{"type":"result","subtype":"success","is_error":false,"num_turns":1,"stop_reason":"end_turn"}\n'
}
)sh";

}  // namespace

fake_cli::fake_cli(const std::string& script)
    : folder_(std::filesystem::temp_directory_path() / ("fake-cli-" + core::uuid::random().str())) {
  std::filesystem::create_directories(folder_ / "work");
  std::filesystem::create_directories(folder_ / "hosts");
  std::ofstream(folder_ / "claude") << prelude << script << "\n";
  std::filesystem::permissions(folder_ / "claude", std::filesystem::perms::owner_all);
}

fake_cli::~fake_cli() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

agent::cli_config fake_cli::config() const {
  agent::cli_config c;
  c.program = folder_ / "claude";
  c.home = folder_;
  c.config_dir = folder_;
  c.working_directory = folder_ / "work";
  c.hosts.program = SWITCHBOARD_BIN_DIR "/switchboard-agent-host";
  c.hosts.folder = folder_ / "hosts";
  return c;
}

agent::session_spec fake_spec() {
  agent::session_spec s;
  s.model = "claude";
  s.system_prompt = "Be brief.";
  return s;
}

std::string folded_turn::shape() const {
  std::string out;
  for (const auto& e : events) out += (out.empty() ? "" : " ") + std::string(domain::type_name(e));
  return out;
}

rt::task<folded_turn> run_turn(agent::session& session, std::string prompt, agent::session_callbacks callbacks) {
  domain::run_reducer reducer({});
  folded_turn out;
  const auto add = [&out](std::vector<domain::event> events) {
    for (auto& e : events) out.events.push_back(std::move(e));
  };
  const auto begun = co_await session.begin_turn(std::move(prompt), std::move(callbacks));
  if (!begun) add(reducer.on_failure(begun.error(), {}));
  while (!reducer.ended()) {
    const auto m = co_await session.next();
    add(m ? reducer.on_message(m->message, m->at) : reducer.on_failure(m.error(), {}));
  }
  out.outcome = reducer.outcome();
  out.text = reducer.text();
  out.parts = reducer.parts_json().text;
  co_return out;
}

}  // namespace switchboard::test
