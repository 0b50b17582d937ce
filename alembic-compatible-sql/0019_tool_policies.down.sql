-- revision: 0019
-- down_revision: 0018

DROP TRIGGER close_approvals ON agent_runs;
DROP FUNCTION app.close_approvals();
DROP TABLE agent_tool_policies;
