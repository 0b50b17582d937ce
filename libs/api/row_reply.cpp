#include "api/row_reply.hpp"

#include "api/query_reader.hpp"

namespace switchboard::api {
namespace {

constexpr std::int64_t max_page = 200;
constexpr std::int64_t max_offset = 1'000'000;

bool is_known(const http::request& req, const std::string& tag) {
  if (req.method != "GET") return false;
  const auto value = req.headers.find("if-none-match");
  const auto known = value ? wire::tag_list::parse(*value) : std::nullopt;
  return known && known->matches_weakly(tag);
}

}  // namespace

core::result<http::response> document(const http::request& req, int status, core::result<core::json_text> body) {
  if (!body) return body.error();
  auto tag = wire::entity_tag(body->text);
  auto out = http::response::json(status, std::move(body->text));
  if (is_known(req, tag)) {
    out = http::response{};
    out.status = 304;
  }
  out.headers.add("ETag", std::move(tag));
  out.headers.add("Cache-Control", "private, no-cache");
  return out;
}

core::result<http::response> listing(core::result<core::json_text> body) {
  if (!body) return body.error();
  auto out = http::response::json(200, std::move(body->text));
  out.headers.add("Cache-Control", "private, no-cache");
  return out;
}

core::result<http::response> nothing(core::result<void> done) {
  if (!done) return done.error();
  http::response out;
  out.status = 204;
  return out;
}

core::result<wire::precondition> precondition_of(const http::request& req) {
  wire::precondition out;
  if (const auto value = req.headers.find("if-match")) {
    out.if_match = wire::tag_list::parse(*value);
    if (!out.if_match) return core::make_field_error("If-Match", "must be \"*\" or a list of quoted entity tags");
  }
  if (const auto value = req.headers.find("if-none-match")) {
    const auto tags = wire::tag_list::parse(*value);
    if (!tags || !tags->any()) return core::make_field_error("If-None-Match", "must be \"*\" in a change");
    out.if_absent = true;
  }
  return out;
}

store::page page_of(query_reader& query) {
  store::page out;
  out.limit = query.integer("limit", 1, max_page, out.limit);
  out.offset = query.integer("offset", 0, max_offset, 0);
  return out;
}

}  // namespace switchboard::api
