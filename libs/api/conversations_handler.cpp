#include "api/conversations_handler.hpp"

#include "api/body_reader.hpp"

#include <nlohmann/json.hpp>

namespace switchboard::api {
namespace {

constexpr std::size_t max_title = 500;
constexpr std::size_t max_messages = 100;
constexpr std::size_t max_content = 500'000;

core::result<http::response> answer(int status, core::result<core::json_text> body) {
  if (!body) return body.error();
  return http::response::json(status, std::move(body->text));
}

// The row knows where a run begins once it is saved; who drives it knows before.
void tell_first_event(core::json_text& row, const chat::run_service& runs) {
  auto tree = core::parse_json(row.text);
  if (!tree || !tree->is_object() || !tree->contains("active_run") || !tree->at("active_run").is_object()) return;
  auto& active = tree->at("active_run");
  const auto run = core::run_id::parse(active.at("id").get_ref<const std::string&>());
  const auto first = run ? runs.first_event(*run) : std::nullopt;
  if (!first) return;
  active["first_seq"] = *first;
  row.text = core::dump(*tree);
}

core::result<core::conversation_id> conversation_of(const call& c) {
  const auto id = core::conversation_id::parse(c.req.param("id"));
  if (!id) return core::make_error(core::errc::not_found);
  return *id;
}

core::result<std::vector<store::saved_message>> read_messages(const http::request& req) {
  const auto body = read_json_object(req);
  if (!body) return body.error();
  const auto list = body->find("messages");
  if (list == body->end() || !list->is_array() || list->empty() || list->size() > max_messages) {
    return core::make_field_error("messages", "must be a list of 1 to " + std::to_string(max_messages) + " messages");
  }
  std::vector<store::saved_message> out;
  for (const auto& item : *list) {
    const auto path = "messages[" + std::to_string(out.size()) + "]";
    if (!item.is_object()) return core::make_field_error(path, "must be an object");
    body_reader fields(item);
    store::saved_message m;
    if (!fields.has("role")) fields.fault("role", "is required");
    m.role = fields.word("role", {"user", "assistant"}, "user");
    m.content = fields.text("content", 0, max_content);
    if (const auto parts = item.find("parts"); parts != item.end() && !parts->is_null()) {
      if (parts->is_array())
        m.parts = core::json_text{core::dump(*parts)};
      else
        fields.fault("parts", "must be a list");
    }
    if (auto ok = fields.finish(); !ok) {
      auto e = ok.error();
      for (auto& f : e.fields) f.field = path + "." + f.field;
      return e;
    }
    out.push_back(std::move(m));
  }
  return out;
}

}  // namespace

rt::task<core::result<http::response>> conversations_handler::create(call c) {
  const auto body = read_json_object(c.req);
  if (!body) co_return body.error();
  body_reader fields(*body);
  const auto agent = fields.id<core::agent_id>("agentId");
  const auto workspace = fields.id<core::workspace_id>("workspaceId");
  auto title = fields.optional_text("title", 1, max_title);
  if (auto ok = fields.finish(); !ok) co_return ok.error();
  auto made = co_await conversations_.create(c.tenant, workspace, agent, std::move(title), c.limit);
  co_return answer(201, std::move(made));
}

rt::task<core::result<http::response>> conversations_handler::read(call c) {
  const auto id = conversation_of(c);
  if (!id) co_return id.error();
  auto row = co_await conversations_.read(c.tenant, *id, c.limit);
  if (row) tell_first_event(*row, runs_);
  co_return answer(200, std::move(row));
}

rt::task<core::result<http::response>> conversations_handler::rename(call c) {
  const auto id = conversation_of(c);
  if (!id) co_return id.error();
  const auto body = read_json_object(c.req);
  if (!body) co_return body.error();
  body_reader fields(*body);
  auto title = fields.text("title", 1, max_title);
  if (auto ok = fields.finish(); !ok) co_return ok.error();
  auto row = co_await conversations_.rename(c.tenant, *id, std::move(title), c.limit);
  co_return answer(200, std::move(row));
}

rt::task<core::result<http::response>> conversations_handler::remove(call c) {
  const auto id = conversation_of(c);
  if (!id) co_return id.error();
  const auto removed = co_await conversations_.remove(c.tenant, *id, c.limit);
  if (!removed) co_return removed.error();
  // Their rows are still there: a deleted conversation keeps its runs, for their costs. Waiting ones end first, so that
  // none takes the place of the running one.
  for (const auto run : removed->runs) {
    auto tenant = c.tenant;
    const auto ignored = co_await runs_.cancel(std::move(tenant), run, c.limit);
    (void)ignored;
  }
  http::response out;
  out.status = 204;
  co_return out;
}

rt::task<core::result<http::response>> conversations_handler::add_messages(call c) {
  const auto id = conversation_of(c);
  if (!id) co_return id.error();
  auto messages = read_messages(c.req);
  if (!messages) co_return messages.error();
  auto saved = co_await conversations_.add_messages(c.tenant, *id, std::move(*messages), c.limit);
  co_return answer(201, std::move(saved));
}

}  // namespace switchboard::api
