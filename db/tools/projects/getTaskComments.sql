-- name: getTaskComments
-- title: Get task comments
-- description: The comments under a task, oldest first.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: The task has no comments.
-- param taskId uuid: The task.
-- param limit integer min=1 max=100 default=50: How many rows to return.

SELECT c.id AS "commentId", u.full_name AS by, c.created_at AS at, c.body
  FROM task_comments c LEFT JOIN profiles u ON u.id = c.author_id
 WHERE c.workspace_id = :workspace_id AND c.task_id = :taskId
 ORDER BY c.created_at, c.id
