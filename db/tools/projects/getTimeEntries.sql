-- name: getTimeEntries
-- title: Get time entries
-- description: Recorded hours, newest first, filtered by project, member or dates. Without dates the last 30 days.
-- effect: read_only
-- result: rows
-- row_cap: 200
-- when_empty: No hours were recorded in this period.
-- param from date optional: First day.
-- param to date optional: Last day; today if absent.
-- param project string optional max_length=200: Only of this project, by its name.
-- param member string optional min_length=1 max_length=320: Only of this member: "me", or a member's full name or
--   e-mail address.
-- param limit integer min=1 max=200 default=50: How many rows to return.

SELECT e.id AS "timeEntryId", e.day, e.hours, u.full_name AS member, k.title AS task, p.name AS project, e.note
  FROM time_entries e
  JOIN tasks k ON k.workspace_id = e.workspace_id AND k.id = e.task_id
  LEFT JOIN projects p ON p.workspace_id = k.workspace_id AND p.id = k.project_id
  LEFT JOIN profiles u ON u.id = e.user_id
 WHERE e.workspace_id = :workspace_id AND e.day BETWEEN coalesce(:from, coalesce(:to, current_date) - 30) AND coalesce(:to, current_date)
   AND (:project IS NULL OR lower(p.name) = lower(:project)) AND (:member IS NULL OR e.user_id = (SELECT app.find_member(:workspace_id, :member)))
 ORDER BY e.day DESC, e.created_at DESC, e.id
