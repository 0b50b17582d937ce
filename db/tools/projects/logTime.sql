-- name: logTime
-- title: Log time
-- description: Records hours that the user worked on a task.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: Nothing was created.
-- on time_entries_workspace_id_task_id_fkey: There is no task with this id; searchTasks finds ids.
-- param taskId uuid: The task.
-- param hours number min=0.01 max=24: How many hours.
-- param day date optional: The day; today if absent.
-- param note string optional max_length=2000: What was done.

INSERT INTO time_entries (workspace_id, task_id, user_id, day, hours, note)
VALUES (:workspace_id, :taskId, :user_id, coalesce(:day, current_date), :hours, :note)
RETURNING id AS "timeEntryId", day, hours
