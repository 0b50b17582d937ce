-- name: labelTasks
-- title: Label tasks
-- description: Adds labels to tasks, and takes others away.
-- effect: writes
-- idempotent: yes
-- result: rows
-- row_cap: 100
-- when_empty: None of these tasks exists; nothing was changed.
-- on tasks_labels_check: A task has at most 20 labels.
-- param taskIds array(uuid) min_items=1 max_items=100: The tasks.
-- param add array(string) max_items=10 default=[]: Labels to add.
-- param remove array(string) max_items=10 default=[]: Labels to take away.

UPDATE tasks k
   SET labels = ARRAY(SELECT DISTINCT l FROM unnest(k.labels || ARRAY(SELECT lower(a) FROM unnest(:add) a)) l
                       WHERE l <> ALL (ARRAY(SELECT lower(r) FROM unnest(:remove) r)) ORDER BY l)
 WHERE k.workspace_id = :workspace_id AND k.id = ANY (:taskIds)
RETURNING k.id AS "taskId", k.title, k.labels
