-- name: deleteTask
-- title: Delete task
-- description: Deletes a task with its comments and hours for good. One that is not needed is better set to cancelled
--   with updateTask.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: There is no task with this id; searchTasks finds ids.
-- param taskId uuid: The task.

DELETE FROM tasks k WHERE k.workspace_id = :workspace_id AND k.id = :taskId
RETURNING k.id AS "taskId", k.title, true AS deleted
