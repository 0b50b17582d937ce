#include "api/workspace_answers.hpp"

#include "api/query_reader.hpp"

namespace switchboard::api {

core::result<http::response> json_answer(int status, core::result<core::json_text> body) {
  if (!body) return body.error();
  return http::response::json(status, std::move(body->text));
}

core::result<http::response> empty_answer(const core::result<void>& done) {
  if (!done) return done.error();
  http::response out;
  out.status = 204;
  return out;
}

core::result<core::workspace_id> workspace_of(const call& c) {
  const auto id = core::workspace_id::parse(c.req.param("id"));
  if (!id) return core::make_error(core::errc::not_found);
  return *id;
}

core::result<store::page> page_of(const call& c) {
  query_reader query(c.req);
  store::page out;
  out.limit = query.integer("limit", 1, 200, 50);
  out.offset = query.integer("offset", 0, 1'000'000, 0);
  if (auto ok = query.finish(); !ok) return ok.error();
  return out;
}

}  // namespace switchboard::api
