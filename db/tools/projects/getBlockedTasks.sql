-- name: getBlockedTasks
-- title: Get blocked tasks
-- description: Open tasks that wait for others that are not done, with what they wait for.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: No task is blocked.

SELECT k.id AS "taskId", k.title, k.due_on AS "dueOn", a.full_name AS assignee,
       json_agg(json_build_object('taskId', w.id, 'title', w.title, 'assignee', wa.full_name) ORDER BY w.title) AS "waitsFor"
  FROM tasks k
  JOIN task_dependencies x ON x.workspace_id = k.workspace_id AND x.task_id = k.id
  JOIN tasks w ON w.workspace_id = x.workspace_id AND w.id = x.waits_for_id AND w.status NOT IN ('done', 'cancelled')
  LEFT JOIN profiles a ON a.id = k.assignee_id
  LEFT JOIN profiles wa ON wa.id = w.assignee_id
 WHERE k.workspace_id = :workspace_id AND k.status NOT IN ('done', 'cancelled')
 GROUP BY k.id, a.full_name
 ORDER BY k.due_on NULLS LAST, k.id
