-- name: getWorkflow
-- title: Get workflow
-- description: One workflow with its steps in order.
-- effect: read_only
-- result: row
-- when_empty: There is no workflow with this name; listWorkflows lists them.
-- param workflow string min_length=1 max_length=100: Its name.

SELECT w.name, w.description, w.steps, w.is_active AS "isActive", u.full_name AS "createdBy", w.updated_at AS "updatedAt"
  FROM agent_workflows w
  LEFT JOIN profiles u ON u.id = w.created_by
 WHERE w.workspace_id = :workspace_id AND lower(w.name) = lower(:workflow)
