#include "api/members_handler.hpp"

#include "api/body_reader.hpp"
#include "api/workspace_answers.hpp"
#include "wire/base64url.hpp"

#include <nlohmann/json.hpp>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace switchboard::api {
namespace {

constexpr std::size_t secret_bytes = 32;
constexpr std::size_t max_email = 320;

std::string new_secret() {
  std::array<unsigned char, secret_bytes> bytes{};
  if (::RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) throw std::runtime_error("no random bytes");
  return wire::base64url_encode({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::string hash_of(std::string_view secret) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
  ::SHA256(reinterpret_cast<const unsigned char*>(secret.data()), secret.size(), hash.data());
  std::string out;
  for (const auto byte : hash) {
    constexpr std::string_view digits = "0123456789abcdef";
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
  }
  return out;
}

// Whether it can be an address at all; whether it is one only its mail server knows.
bool looks_like_email(std::string_view s) {
  const auto at = s.find('@');
  const bool plain = std::none_of(s.begin(), s.end(), [](char c) { return static_cast<unsigned char>(c) <= 0x20; });
  return plain && at != std::string_view::npos && at > 0 && at + 1 < s.size() && s.find('@', at + 1) == s.npos;
}

core::result<core::user_id> member_of(const call& c) {
  const auto id = core::user_id::parse(c.req.param("userId"));
  if (!id) return core::make_error(core::errc::not_found);
  return *id;
}

core::result<store::new_invitation> read_invitation(const http::request& req) {
  const auto body = read_json_object(req);
  if (!body) return body.error();
  body_reader fields(*body);
  store::new_invitation out;
  out.email = fields.text("email", 3, max_email);
  if (!out.email.empty() && !looks_like_email(out.email)) fields.fault("email", "must be an e-mail address");
  out.role = fields.word("role", {"admin", "member"}, "member");
  if (auto ok = fields.finish(); !ok) return ok.error();
  return out;
}

core::result<std::string> read_role(const http::request& req) {
  const auto body = read_json_object(req);
  if (!body) return body.error();
  body_reader fields(*body);
  if (!fields.has("role")) fields.fault("role", "is required");
  auto role = fields.word("role", {"owner", "admin", "member"}, "");
  if (role.empty() && fields.finish()) fields.fault("role", "is required");
  if (auto ok = fields.finish(); !ok) return ok.error();
  return role;
}

}  // namespace

rt::task<core::result<http::response>> members_handler::list(call c) {
  const auto id = workspace_of(c);
  if (!id) co_return id.error();
  const auto page = page_of(c);
  if (!page) co_return page.error();
  auto body = co_await workspaces_.members(c.tenant, *id, *page, c.limit);
  co_return json_answer(200, std::move(body));
}

rt::task<core::result<http::response>> members_handler::invite(call c) {
  const auto id = workspace_of(c);
  if (!id) co_return id.error();
  auto invitation = read_invitation(c.req);
  if (!invitation) co_return invitation.error();
  const auto secret = new_secret();
  invitation->token_hash = hash_of(secret);
  auto row = co_await workspaces_.invite(c.tenant, *id, std::move(*invitation), c.limit);
  if (!row) co_return row.error();
  row->text.insert(row->text.rfind('}'), ", \"token\" : \"" + secret + "\"");
  co_return json_answer(201, std::move(row));
}

rt::task<core::result<http::response>> members_handler::change_role(call c) {
  const auto id = workspace_of(c);
  if (!id) co_return id.error();
  const auto member = member_of(c);
  if (!member) co_return member.error();
  auto role = read_role(c.req);
  if (!role) co_return role.error();
  auto row = co_await workspaces_.change_role(c.tenant, *id, *member, std::move(*role), c.limit);
  co_return json_answer(200, std::move(row));
}

rt::task<core::result<http::response>> members_handler::remove(call c) {
  const auto id = workspace_of(c);
  if (!id) co_return id.error();
  const auto member = member_of(c);
  if (!member) co_return member.error();
  const auto removed = co_await workspaces_.remove_member(c.tenant, *id, *member, c.limit);
  if (removed) runs_.end_runs_in(*id, *member);
  co_return empty_answer(removed);
}

rt::task<core::result<http::response>> members_handler::invitations(call c) {
  const auto id = workspace_of(c);
  if (!id) co_return id.error();
  const auto page = page_of(c);
  if (!page) co_return page.error();
  auto body = co_await workspaces_.invitations(c.tenant, *id, *page, c.limit);
  co_return json_answer(200, std::move(body));
}

rt::task<core::result<http::response>> members_handler::revoke(call c) {
  const auto id = workspace_of(c);
  if (!id) co_return id.error();
  const auto invitation = core::uuid::parse(c.req.param("invitationId"));
  if (!invitation) co_return core::make_error(core::errc::not_found);
  const auto revoked = co_await workspaces_.revoke(c.tenant, *id, *invitation, c.limit);
  co_return empty_answer(revoked);
}

rt::task<core::result<http::response>> members_handler::accept(call c) {
  const auto body = read_json_object(c.req);
  if (!body) co_return body.error();
  body_reader fields(*body);
  const auto secret = fields.text("token", 1, 200);
  if (auto ok = fields.finish(); !ok) co_return ok.error();
  auto row = co_await workspaces_.accept(c.tenant, hash_of(secret), c.limit);
  co_return json_answer(200, std::move(row));
}

}  // namespace switchboard::api
