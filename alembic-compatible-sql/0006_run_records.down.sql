-- revision: 0006
-- down_revision: 0005

DROP FUNCTION app.delete_conversation(uuid);
DROP FUNCTION app.unfinished_runs();
DROP TABLE idempotency_keys;
DROP TABLE agent_session_entries;
DROP TABLE tool_calls;
DROP TABLE agent_permission_rules;
DROP TABLE agent_approvals;
