-- name: createTask
-- title: Create task
-- description: Adds a task, in a project or on its own, for a member.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: There is no project with this name; nothing was created, listProjects lists them.
-- param title string min_length=1 max_length=300: What is to be done, in one line.
-- param description string optional max_length=20000: What is to be done.
-- param priority enum(low,medium,high,urgent) default=medium: How urgent it is.
-- param dueOn date optional: When it must be done.
-- param estimateHours number optional min=0 max=9999: How many hours it should take.
-- param project string optional min_length=1 max_length=200: The project, by its name.
-- param assignee string optional min_length=1 max_length=320: Who does it; the user if absent: "me", or a member's full
--   name or e-mail address.
-- param labels array(string) max_items=10 default=[]: Words to find it by.

INSERT INTO tasks (workspace_id, title, description, priority, due_on, estimate_hours, project_id, assignee_id, created_by, labels)
SELECT :workspace_id, :title, :description, :priority, :dueOn, :estimateHours, p.id, coalesce((SELECT app.find_member(:workspace_id, :assignee)), :user_id), :user_id,
       ARRAY(SELECT DISTINCT lower(l) FROM unnest(:labels) l)
  FROM (SELECT 1) one
  LEFT JOIN projects p ON p.workspace_id = :workspace_id AND lower(p.name) = lower(:project)
 WHERE :project IS NULL OR p.id IS NOT NULL
RETURNING id AS "taskId", title, status, priority, due_on AS "dueOn"
