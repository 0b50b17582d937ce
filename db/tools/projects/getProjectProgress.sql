-- name: getProjectProgress
-- title: Get project progress
-- description: How far open projects are: share of tasks done in percent, overdue tasks, hours spent of the budget, and
--   days left. For a status report.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: There is no open project.
-- param project string optional max_length=200: Only this project, by its name.

SELECT p.name AS project, p.status, round(100.0 * s.done / nullif(s.total, 0), 1) AS "donePercent", s.total AS tasks, s.done, s.overdue,
       h.hours AS "spentHours", p.budget_hours AS "budgetHours", p.due_on - current_date AS "daysLeft"
  FROM projects p
 CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE k.status = 'done') AS done, count(*) FILTER (WHERE k.status <> 'cancelled') AS total,
                            count(*) FILTER (WHERE k.status NOT IN ('done', 'cancelled') AND k.due_on < current_date) AS overdue
                       FROM tasks k WHERE k.workspace_id = p.workspace_id AND k.project_id = p.id) s
 CROSS JOIN LATERAL (SELECT coalesce(sum(e.hours), 0) AS hours FROM time_entries e
                       JOIN tasks k ON k.workspace_id = e.workspace_id AND k.id = e.task_id
                      WHERE e.workspace_id = p.workspace_id AND k.project_id = p.id) h
 WHERE p.workspace_id = :workspace_id AND p.status IN ('planned', 'active', 'on_hold')
   AND (:project IS NULL OR lower(p.name) = lower(:project))
 ORDER BY p.due_on NULLS LAST, p.name
