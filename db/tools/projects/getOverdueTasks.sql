-- name: getOverdueTasks
-- title: Get overdue tasks
-- description: Open tasks past their date, the latest first, with how many days.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: No task is overdue.
-- param assignee string optional min_length=1 max_length=320: Only of this member: "me", or a member's full name or
--   e-mail address.
-- param limit integer min=1 max=100 default=50: How many rows to return.

SELECT k.id AS "taskId", k.title, k.priority, k.due_on AS "dueOn", current_date - k.due_on AS "daysLate", p.name AS project, a.full_name AS assignee
  FROM tasks k
  LEFT JOIN projects p ON p.workspace_id = k.workspace_id AND p.id = k.project_id
  LEFT JOIN profiles a ON a.id = k.assignee_id
 WHERE k.workspace_id = :workspace_id AND k.status NOT IN ('done', 'cancelled') AND k.due_on < current_date
   AND (:assignee IS NULL OR k.assignee_id = (SELECT app.find_member(:workspace_id, :assignee)))
 ORDER BY k.due_on, k.id
