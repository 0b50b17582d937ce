-- name: updateTask
-- title: Update task
-- description: Changes a task's title, description, status, priority, date or estimate. What is not given stays as it
--   is.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no task with this id; searchTasks finds ids.
-- param taskId uuid: The task.
-- param title string optional min_length=1 max_length=300: What is to be done, in one line.
-- param description string optional max_length=20000: What is to be done.
-- param priority enum(low,medium,high,urgent) optional: How urgent it is.
-- param dueOn date optional: When it must be done.
-- param estimateHours number optional min=0 max=9999: How many hours it should take.
-- param status enum(todo,in_progress,done,cancelled) optional: Its new status.

UPDATE tasks k
   SET title = coalesce(:title, k.title), description = coalesce(:description, k.description), priority = coalesce(:priority, k.priority),
       due_on = coalesce(:dueOn, k.due_on), estimate_hours = coalesce(:estimateHours, k.estimate_hours),
       status = coalesce(:status, k.status),
       completed_at = CASE WHEN coalesce(:status, k.status) = 'done' THEN coalesce(k.completed_at, now()) END
 WHERE k.workspace_id = :workspace_id AND k.id = :taskId
RETURNING k.id AS "taskId", k.title, k.status, k.priority, k.due_on AS "dueOn"
