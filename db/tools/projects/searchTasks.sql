-- name: searchTasks
-- title: Search tasks
-- description: Finds tasks by text, project, assignee, status, priority, label or date, the most urgent first. Use it
--   to get a taskId.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: No task matches.
-- param search string optional max_length=200: Text in title or description.
-- param project string optional max_length=200: Only of this project, by its name.
-- param assignee string optional min_length=1 max_length=320: Only of this member: "me", or a member's full name or
--   e-mail address.
-- param status enum(open,todo,in_progress,done,cancelled,any) default=open: Which tasks; open is todo and in_progress.
-- param priority enum(low,medium,high,urgent) optional: Only of this priority.
-- param label string optional max_length=50: Only with this label.
-- param dueBy date optional: Only due on this day or before.
-- param limit integer min=1 max=100 default=30: How many rows to return.
-- param offset integer min=0 max=100000 default=0: How many rows to skip, to page through a long list.

SELECT k.id AS "taskId", k.title, k.status, k.priority, k.due_on AS "dueOn", p.name AS project, a.full_name AS assignee, k.labels
  FROM tasks k
  LEFT JOIN projects p ON p.workspace_id = k.workspace_id AND p.id = k.project_id
  LEFT JOIN profiles a ON a.id = k.assignee_id
 WHERE k.workspace_id = :workspace_id
   AND (:search IS NULL OR strpos(lower(concat_ws(' ', k.title, k.description)), lower(:search)) > 0)
   AND (:project IS NULL OR lower(p.name) = lower(:project))
   AND (:assignee IS NULL OR k.assignee_id = (SELECT app.find_member(:workspace_id, :assignee)))
   AND (:status = 'any' OR k.status = :status OR (:status = 'open' AND k.status NOT IN ('done', 'cancelled')))
   AND (:priority IS NULL OR k.priority = :priority)
   AND (:label IS NULL OR k.labels @> ARRAY[lower(:label)])
   AND (:dueBy IS NULL OR k.due_on <= :dueBy)
 ORDER BY k.status IN ('done', 'cancelled'), array_position('{urgent,high,medium,low}'::text[], k.priority), k.due_on NULLS LAST, k.id
OFFSET :offset
