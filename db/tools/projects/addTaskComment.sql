-- name: addTaskComment
-- title: Add task comment
-- description: Writes a comment under a task.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: Nothing was created.
-- on task_comments_workspace_id_task_id_fkey: There is no task with this id; searchTasks finds ids.
-- param taskId uuid: The task.
-- param body string min_length=1 max_length=20000: The comment, in Markdown.

INSERT INTO task_comments (workspace_id, task_id, author_id, body) VALUES (:workspace_id, :taskId, :user_id, :body)
RETURNING id AS "commentId", created_at AS "createdAt"
