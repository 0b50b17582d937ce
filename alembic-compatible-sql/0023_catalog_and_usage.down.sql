-- revision: 0023
-- down_revision: 0022

DROP FUNCTION app.workspace_usage(uuid, date, date, integer, integer);
COMMENT ON TABLE ai_agents IS 'A catalog agent: a global definition that workspaces hire.';
