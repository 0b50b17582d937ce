-- name: completeTasks
-- title: Complete tasks
-- description: Marks tasks as done, several at once where need be.
-- effect: writes
-- idempotent: yes
-- result: rows
-- row_cap: 100
-- when_empty: None of these tasks exists; nothing was changed.
-- param taskIds array(uuid) min_items=1 max_items=100: The tasks.

UPDATE tasks k SET status = 'done', completed_at = coalesce(k.completed_at, now())
 WHERE k.workspace_id = :workspace_id AND k.id = ANY (:taskIds)
RETURNING k.id AS "taskId", k.title, k.status
