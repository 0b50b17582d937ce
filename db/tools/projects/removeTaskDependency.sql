-- name: removeTaskDependency
-- title: Remove task dependency
-- description: Notes that a task needs no longer wait for another one.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: The task does not wait for that one.
-- param taskId uuid: The task.
-- param waitsForTaskId uuid: The other task.

DELETE FROM task_dependencies x
 WHERE x.workspace_id = :workspace_id AND x.task_id = :taskId AND x.waits_for_id = :waitsForTaskId
RETURNING x.task_id AS "taskId", x.waits_for_id AS "waitsForTaskId", true AS removed
