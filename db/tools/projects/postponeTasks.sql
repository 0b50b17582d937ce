-- name: postponeTasks
-- title: Postpone tasks
-- description: Moves the dates of open tasks by a number of days; tasks without a date get one counted from today.
-- effect: writes
-- idempotent: no
-- result: rows
-- row_cap: 100
-- when_empty: None of these is an open task; nothing was changed.
-- param taskIds array(uuid) min_items=1 max_items=100: The tasks.
-- param days integer min=-365 max=365: How many days later; negative is earlier.

UPDATE tasks k SET due_on = coalesce(k.due_on, current_date) + :days::int
 WHERE k.workspace_id = :workspace_id AND k.id = ANY (:taskIds) AND k.status NOT IN ('done', 'cancelled')
RETURNING k.id AS "taskId", k.title, k.due_on AS "dueOn"
