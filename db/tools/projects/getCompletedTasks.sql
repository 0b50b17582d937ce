-- name: getCompletedTasks
-- title: Get completed tasks
-- description: What was done in a period, newest first. For a report or a stand-up. Without dates the last 7 days.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: Nothing was completed in this period.
-- param from date optional: First day.
-- param to date optional: Last day; today if absent.
-- param assignee string optional min_length=1 max_length=320: Only of this member: "me", or a member's full name or
--   e-mail address.
-- param limit integer min=1 max=100 default=50: How many rows to return.

SELECT k.id AS "taskId", k.title, k.completed_at AS "completedAt", p.name AS project, a.full_name AS assignee
  FROM tasks k
  LEFT JOIN projects p ON p.workspace_id = k.workspace_id AND p.id = k.project_id
  LEFT JOIN profiles a ON a.id = k.assignee_id
 WHERE k.workspace_id = :workspace_id AND k.status = 'done'
   AND k.completed_at >= coalesce(:from, current_date - 7) AND k.completed_at < coalesce(:to, current_date) + 1
   AND (:assignee IS NULL OR k.assignee_id = (SELECT app.find_member(:workspace_id, :assignee)))
 ORDER BY k.completed_at DESC, k.id
