-- name: getTimeReport
-- title: Get time report
-- description: Hours of a period summed up by member and project. Without dates the current month.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: No hours were recorded in this period.
-- param from date optional: First day; the first of the month if absent.
-- param to date optional: Last day; today if absent.

SELECT u.full_name AS member, p.name AS project, sum(e.hours) AS hours, count(DISTINCT e.day) AS days
  FROM time_entries e
  JOIN tasks k ON k.workspace_id = e.workspace_id AND k.id = e.task_id
  LEFT JOIN projects p ON p.workspace_id = k.workspace_id AND p.id = k.project_id
  LEFT JOIN profiles u ON u.id = e.user_id
 WHERE e.workspace_id = :workspace_id AND e.day BETWEEN coalesce(:from, date_trunc('month', current_date)::date) AND coalesce(:to, current_date)
 GROUP BY u.full_name, p.name
 ORDER BY u.full_name, hours DESC
