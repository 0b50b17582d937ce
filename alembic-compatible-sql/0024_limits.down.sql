-- revision: 0024
-- down_revision: 0023

DROP INDEX agent_runs_under_way;
DROP FUNCTION app.broken_run_limit(uuid, integer, integer, integer, integer, numeric);
DROP FUNCTION app.lease_workspace_tokens(uuid, integer, numeric, numeric);
DROP FUNCTION app.lease_tokens(text, text, integer, numeric, numeric);
DROP TABLE rate_buckets;
