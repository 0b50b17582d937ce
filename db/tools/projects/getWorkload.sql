-- name: getWorkload
-- title: Get workload
-- description: How much each member has to do: open and overdue tasks, those due within a week, and estimated hours
--   left.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: The workspace has no members.

SELECT u.full_name AS member, count(k.id) AS "openTasks", count(k.id) FILTER (WHERE k.due_on < current_date) AS overdue,
       count(k.id) FILTER (WHERE k.due_on BETWEEN current_date AND current_date + 7) AS "dueThisWeek",
       coalesce(sum(k.estimate_hours), 0) AS "estimatedHours"
  FROM workspace_members w
  JOIN profiles u ON u.id = w.user_id
  LEFT JOIN tasks k ON k.workspace_id = w.workspace_id AND k.assignee_id = w.user_id AND k.status NOT IN ('done', 'cancelled')
 WHERE w.workspace_id = :workspace_id
 GROUP BY u.id, u.full_name
 ORDER BY "openTasks" DESC, u.full_name
