-- name: listWorkflows
-- title: List workflows
-- description: Lists the checklists that this workspace works through again and again, with how many are under way.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: There are no workflows; createWorkflow adds one.

SELECT w.name, w.description, cardinality(w.steps) AS steps, w.is_active AS "isActive",
       (SELECT count(*) FROM agent_workflow_runs r WHERE r.workspace_id = w.workspace_id AND r.workflow_id = w.id AND r.status = 'running') AS "underWay"
  FROM agent_workflows w
 WHERE w.workspace_id = :workspace_id
 ORDER BY lower(w.name)
