-- name: getUnassignedTasks
-- title: Get unassigned tasks
-- description: Open tasks that nobody has, the most urgent first.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: Every open task has somebody.
-- param limit integer min=1 max=100 default=50: How many rows to return.

SELECT k.id AS "taskId", k.title, k.priority, k.due_on AS "dueOn", p.name AS project
  FROM tasks k LEFT JOIN projects p ON p.workspace_id = k.workspace_id AND p.id = k.project_id
 WHERE k.workspace_id = :workspace_id AND k.assignee_id IS NULL AND k.status NOT IN ('done', 'cancelled')
 ORDER BY array_position('{urgent,high,medium,low}'::text[], k.priority), k.due_on NULLS LAST, k.id
