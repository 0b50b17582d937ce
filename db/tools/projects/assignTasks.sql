-- name: assignTasks
-- title: Assign tasks
-- description: Gives tasks to a member, whoever had them before.
-- effect: writes
-- idempotent: yes
-- result: rows
-- row_cap: 100
-- when_empty: None of these tasks exists; nothing was changed.
-- param taskIds array(uuid) min_items=1 max_items=100: The tasks.
-- param assignee string min_length=1 max_length=320: Who does them: "me", or a member's full name or e-mail address.

UPDATE tasks k SET assignee_id = (SELECT app.find_member(:workspace_id, :assignee))
 WHERE k.workspace_id = :workspace_id AND k.id = ANY (:taskIds)
RETURNING k.id AS "taskId", k.title
