-- name: createWorkflow
-- title: Create workflow
-- description: Adds a checklist for work that comes back. Nothing starts by itself: startWorkflow begins one.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: Nothing was created.
-- on agent_workflows_name: There is a workflow with this name already.
-- param name string min_length=1 max_length=100: Its name, like "Client onboarding".
-- param description string optional max_length=2000: When to use it.
-- param steps array(string) min_items=1 max_items=50: Its steps in order, each a line.

INSERT INTO agent_workflows (workspace_id, created_by, name, description, steps)
VALUES (:workspace_id, :user_id, :name, :description, ARRAY(SELECT left(s, 300) FROM unnest(:steps) s))
RETURNING name, description, cardinality(steps) AS steps
