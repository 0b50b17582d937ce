#include "store/pg/call_ledger.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace switchboard::store::pg {
namespace {

// No row: the call is known. A second delivery waits here until the first has ended.
const statement insert_call{
    "insert_tool_call",
    "INSERT INTO tool_calls (workspace_id, user_id, agent_id, conversation_id, run_id, tool_call_id, tool_name, args) "
    "VALUES ($1, app.current_user_id(), $2, $3, $4, $5, $6, $7::json) ON CONFLICT (run_id, tool_call_id) DO NOTHING "
    "RETURNING id"};
const statement known_call{
    "known_tool_call",
    "SELECT id, tool_name, outcome, result::text FROM tool_calls WHERE run_id = $1 AND tool_call_id "
    "= $2"};
const statement finish_call{
    "finish_tool_call",
    "UPDATE tool_calls SET outcome = $2, result = $3::json, result_bytes = $4, error_message = $5, duration_ms = $6, "
    "finished_at = now() WHERE id = $1::uuid AND outcome = 'running'"};

template<class Id>
std::optional<std::string> id_or_null(const Id& id) {
  if (id == Id{}) return std::nullopt;
  return id.str();
}

call_answer failure(const char* code, const char* message) {
  return {{core::dump(core::json{{"error", code}, {"message", message}})}, true};
}

std::optional<std::string> message_of(const call_answer& answer) {
  if (!answer.is_error) return std::nullopt;
  const auto parsed = core::parse_json(answer.value.text);
  if (!parsed || !parsed->is_object() || !parsed->contains("message")) return std::nullopt;
  return parsed->at("message").get<std::string>();
}

void finish(tenant_tx& tx, const std::string& id, const char* outcome, const call_answer& answer,
            std::chrono::milliseconds took) {
  tx.exec(finish_call, {id, outcome, answer.value.text, std::to_string(answer.value.text.size()), message_of(answer),
                        std::to_string(std::max<std::int64_t>(took.count(), 0))});
}

}  // namespace

begun_call begin_call(tenant_tx& tx, const recorded_call& what) {
  const auto inserted =
      tx.exec(insert_call, {what.workspace.str(), id_or_null(what.agent), id_or_null(what.conversation),
                            id_or_null(what.run), what.tool_call_id, what.tool_name, what.args.text});
  if (!inserted.empty()) return {inserted[0][0].c_str(), std::nullopt};
  const auto rows = tx.exec(known_call, {what.run.str(), what.tool_call_id});
  if (rows.empty()) return {"", failure("forbidden", "The user may not do this in this workspace. Tell the user.")};
  const auto& row = rows[0];
  if (what.tool_name != row[1].c_str())
    return {"", failure("conflict", "This call's id belongs to a call of another tool. Make a new call.")};
  const std::string outcome = row[2].c_str();
  if (outcome == "running") {
    // Its intent was committed before an effect outside, and nobody lived to write down what came of it.
    auto answer = failure("unknown",
                          "It is not known whether this call had its effect. Do not repeat it: tell the user to look, "
                          "and to decide.");
    finish(tx, row[0].c_str(), "unknown", answer, std::chrono::milliseconds(0));
    return {"", std::move(answer)};
  }
  return {"", call_answer{{row[3].is_null() ? "{}" : row[3].c_str()}, outcome != "ok"}};
}

void end_call(tenant_tx& tx, const std::string& id, const call_answer& answer, std::chrono::milliseconds took) {
  finish(tx, id, answer.is_error ? "error" : "ok", answer, took);
}

}  // namespace switchboard::store::pg
