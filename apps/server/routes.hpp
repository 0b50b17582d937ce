// Every path of the server, as one table.
#pragma once

#include "api/agents_handler.hpp"
#include "api/approvals_handler.hpp"
#include "api/catalog_handler.hpp"
#include "api/chat_handler.hpp"
#include "api/conversations_handler.hpp"
#include "api/directory_handler.hpp"
#include "api/documents_handler.hpp"
#include "api/health_handler.hpp"
#include "api/members_handler.hpp"
#include "api/memories_handler.hpp"
#include "api/pipeline.hpp"
#include "api/rules_handler.hpp"
#include "api/skills_handler.hpp"
#include "api/tool_access_handler.hpp"
#include "api/usage_handler.hpp"
#include "api/webhooks_handler.hpp"
#include "api/workspaces_handler.hpp"

namespace switchboard::server {

struct handlers {
  api::chat_handler& chat;
  api::approvals_handler& approvals;
  api::tool_access_handler& tool_access;
  api::directory_handler& directory;
  api::agents_handler& agents;
  api::conversations_handler& conversations;
  api::workspaces_handler& workspaces;
  api::members_handler& members;
  api::webhooks_handler& webhooks;
  api::skills_handler& skills;
  api::memories_handler& memories;
  api::rules_handler& rules;
  api::catalog_handler& catalog;
  api::usage_handler& usage;
  api::health_handler& health;
  api::documents_handler& documents;
};

/// The handlers must outlive the pipeline.
void add_routes(api::pipeline& p, handlers h);

}  // namespace switchboard::server
