#include "server/routes.hpp"

namespace switchboard::server {
namespace {

template<class Handler, class Method>
auto bound(Handler& h, Method m) {
  return [&h, m](auto&& argument) { return (h.*m)(std::forward<decltype(argument)>(argument)); };
}

}  // namespace

void add_routes(api::pipeline& p, handlers h) {
  using api::agents_handler;
  using api::approvals_handler;
  using api::catalog_handler;
  using api::chat_handler;
  using api::conversations_handler;
  using api::directory_handler;
  using api::documents_handler;
  using api::health_handler;
  using api::members_handler;
  using api::memories_handler;
  using api::rules_handler;
  using api::skills_handler;
  using api::tool_access_handler;
  using api::usage_handler;
  using api::webhooks_handler;
  using api::workspaces_handler;
  p.add("POST", "/api/agent-chat", bound(h.chat, &chat_handler::chat));
  p.add("POST", "/agent-chat", bound(h.chat, &chat_handler::chat));
  p.add("GET", "/api/agent-runs/{runId}/events", bound(h.chat, &chat_handler::events));
  p.add("GET", "/api/agent-conversations/{id}/events", bound(h.chat, &chat_handler::conversation_events));
  p.add("POST", "/api/agent-runs/{runId}/cancel", bound(h.chat, &chat_handler::cancel));
  p.add("GET", "/api/agent-runs/{runId}/approvals", bound(h.approvals, &approvals_handler::of_run));
  p.add("POST", "/api/agent-runs/{runId}/approvals/{approvalId}", bound(h.approvals, &approvals_handler::answer));
  p.add("GET", "/api/agent-approvals", bound(h.approvals, &approvals_handler::pending));

  p.add("GET", "/api/workspaces/{id}/tool-policies", bound(h.tool_access, &tool_access_handler::policies));
  p.add("PUT", "/api/workspaces/{id}/tool-policies", bound(h.tool_access, &tool_access_handler::set_policy));
  p.add("DELETE", "/api/workspaces/{id}/tool-policies/{policyId}",
        bound(h.tool_access, &tool_access_handler::drop_policy));
  p.add("GET", "/api/workspaces/{id}/tool-calls", bound(h.tool_access, &tool_access_handler::calls));

  p.add("GET", "/api/agents", bound(h.directory, &directory_handler::agents));
  p.add("GET", "/api/agent-conversations", bound(h.directory, &directory_handler::conversations));
  p.add("GET", "/api/agent-conversations/{id}/messages", bound(h.directory, &directory_handler::messages));
  p.add("POST", "/api/agents/{id}/hire", bound(h.agents, &agents_handler::hire));
  p.add("DELETE", "/api/agents/{id}/unhire", bound(h.agents, &agents_handler::unhire));
  p.add("GET", "/api/local-agents/{id}", bound(h.agents, &agents_handler::read));
  p.add("PATCH", "/api/local-agents/{id}", bound(h.agents, &agents_handler::change));

  p.add("POST", "/api/agent-conversations", bound(h.conversations, &conversations_handler::create));
  p.add("GET", "/api/agent-conversations/{id}", bound(h.conversations, &conversations_handler::read));
  p.add("PATCH", "/api/agent-conversations/{id}", bound(h.conversations, &conversations_handler::rename));
  p.add("DELETE", "/api/agent-conversations/{id}", bound(h.conversations, &conversations_handler::remove));
  p.add("POST", "/api/agent-conversations/{id}/messages", bound(h.conversations, &conversations_handler::add_messages));

  p.add("GET", "/api/workspaces", bound(h.workspaces, &workspaces_handler::list));
  p.add("POST", "/api/workspaces", bound(h.workspaces, &workspaces_handler::create));
  p.add("GET", "/api/workspaces/{id}", bound(h.workspaces, &workspaces_handler::read));
  p.add("PATCH", "/api/workspaces/{id}", bound(h.workspaces, &workspaces_handler::rename));
  p.add("DELETE", "/api/workspaces/{id}", bound(h.workspaces, &workspaces_handler::remove));
  p.add("GET", "/api/workspaces/{id}/export", bound(h.workspaces, &workspaces_handler::export_lines));
  p.add("GET", "/api/workspaces/{id}/members", bound(h.members, &members_handler::list));
  p.add("POST", "/api/workspaces/{id}/members", bound(h.members, &members_handler::invite));
  p.add("PATCH", "/api/workspaces/{id}/members/{userId}", bound(h.members, &members_handler::change_role));
  p.add("DELETE", "/api/workspaces/{id}/members/{userId}", bound(h.members, &members_handler::remove));
  p.add("GET", "/api/workspaces/{id}/invitations", bound(h.members, &members_handler::invitations));
  p.add("DELETE", "/api/workspaces/{id}/invitations/{invitationId}", bound(h.members, &members_handler::revoke));
  p.add("POST", "/api/invitations/accept", bound(h.members, &members_handler::accept));

  p.add("GET", "/api/agent-skills", bound(h.skills, &skills_handler::list));
  p.add("POST", "/api/agent-skills", bound(h.skills, &skills_handler::create));
  p.add("GET", "/api/agent-skills/{id}", bound(h.skills, &skills_handler::read));
  p.add("PATCH", "/api/agent-skills/{id}", bound(h.skills, &skills_handler::change));
  p.add("DELETE", "/api/agent-skills/{id}", bound(h.skills, &skills_handler::remove));
  p.add("GET", "/api/local-agents/{id}/skills", bound(h.skills, &skills_handler::list_of_agent));
  p.add("POST", "/api/local-agents/{id}/skills", bound(h.skills, &skills_handler::assign));
  p.add("DELETE", "/api/local-agents/{id}/skills/{skillId}", bound(h.skills, &skills_handler::unassign));

  p.add("GET", "/api/agent-memories", bound(h.memories, &memories_handler::read));
  p.add("PUT", "/api/agent-memories", bound(h.memories, &memories_handler::write));
  p.add("DELETE", "/api/agent-memories", bound(h.memories, &memories_handler::remove));

  p.add("GET", "/api/agent-rules", bound(h.rules, &rules_handler::list));
  p.add("POST", "/api/agent-rules", bound(h.rules, &rules_handler::create));
  p.add("GET", "/api/agent-rules/{id}", bound(h.rules, &rules_handler::read));
  p.add("PATCH", "/api/agent-rules/{id}", bound(h.rules, &rules_handler::change));
  p.add("DELETE", "/api/agent-rules/{id}", bound(h.rules, &rules_handler::remove));

  p.add("GET", "/api/admin/ai-agents", bound(h.catalog, &catalog_handler::list));
  p.add("POST", "/api/admin/ai-agents", bound(h.catalog, &catalog_handler::create));
  p.add("GET", "/api/admin/ai-agents/{id}", bound(h.catalog, &catalog_handler::read));
  p.add("PATCH", "/api/admin/ai-agents/{id}", bound(h.catalog, &catalog_handler::change));
  p.add("DELETE", "/api/admin/ai-agents/{id}", bound(h.catalog, &catalog_handler::remove));
  p.add("GET", "/api/admin/ai-agents/{id}/versions", bound(h.catalog, &catalog_handler::versions));
  p.add("POST", "/api/admin/ai-agents/{id}/publish", bound(h.catalog, &catalog_handler::publish));
  p.add("GET", "/api/departments", bound(h.catalog, &catalog_handler::departments));
  p.add("POST", "/api/admin/departments", bound(h.catalog, &catalog_handler::create_department));
  p.add("PATCH", "/api/admin/departments/{id}", bound(h.catalog, &catalog_handler::change_department));
  p.add("DELETE", "/api/admin/departments/{id}", bound(h.catalog, &catalog_handler::remove_department));
  p.add("GET", "/api/workspaces/{id}/usage", bound(h.usage, &usage_handler::read));

  p.add("GET", "/api/me", bound(h.directory, &directory_handler::me));

  p.add_open("POST", "/api/webhooks/clerk", bound(h.webhooks, &webhooks_handler::clerk));
  p.add_open("POST", "/api/webhooks/supabase", bound(h.webhooks, &webhooks_handler::supabase));

  p.add_probe("GET", "/health", bound(h.health, &health_handler::health));
  p.add_probe("GET", "/ready", bound(h.health, &health_handler::ready));
  p.add_probe("GET", "/metrics", bound(h.health, &health_handler::scrape));

  p.add_open("GET", "/openapi.json", bound(h.documents, &documents_handler::openapi));
  p.add_open("GET", "/docs", bound(h.documents, &documents_handler::page));
  p.add_open("GET", "/docs/viewer.js", bound(h.documents, &documents_handler::script));
  p.add_open("GET", "/docs/viewer.css", bound(h.documents, &documents_handler::style));
}

}  // namespace switchboard::server
