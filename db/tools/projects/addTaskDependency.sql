-- name: addTaskDependency
-- title: Add task dependency
-- description: Notes that a task must wait for another one.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: That task waits for this one already, directly or through others; nothing was changed.
-- on task_dependencies_self: A task cannot wait for itself.
-- on task_dependencies_workspace_id_task_id_fkey: There is no task with this id; searchTasks finds ids.
-- on task_dependencies_workspace_id_waits_for_id_fkey: There is no task with this id; searchTasks finds ids.
-- param taskId uuid: The task.
-- param waitsForTaskId uuid: The task that must be done first.

WITH RECURSIVE chain AS (
  SELECT x.waits_for_id FROM task_dependencies x WHERE x.workspace_id = :workspace_id AND x.task_id = :waitsForTaskId
  UNION
  SELECT x.waits_for_id FROM chain JOIN task_dependencies x ON x.workspace_id = :workspace_id AND x.task_id = chain.waits_for_id
)
INSERT INTO task_dependencies (workspace_id, task_id, waits_for_id)
SELECT :workspace_id, :taskId, :waitsForTaskId
 WHERE NOT EXISTS (SELECT FROM chain WHERE chain.waits_for_id = :taskId)
ON CONFLICT (task_id, waits_for_id) DO UPDATE SET task_id = excluded.task_id
RETURNING task_id AS "taskId", waits_for_id AS "waitsForTaskId"
