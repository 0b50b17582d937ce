-- name: getRecentTasks
-- title: Get recent tasks
-- description: Lists tasks, most recently changed first, with assignee, status, priority and due date. Without
--   arguments: the user's own open tasks.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: No task matches.
-- param whose enum(mine,everyone) default=mine: The user's own tasks, or all of the workspace.
-- param status enum(open,todo,in_progress,done,cancelled,any) default=open: Which tasks; open is todo and in_progress.
-- param limit integer min=1 max=100 default=20: How many tasks to return.

SELECT t.id AS "taskId", t.title, t.status, t.priority, t.due_on AS "dueOn", p.full_name AS assignee,
       t.updated_at AS "updatedAt", t.status IN ('todo', 'in_progress') AND t.due_on < current_date AS overdue
  FROM tasks t
  LEFT JOIN profiles p ON p.id = t.assignee_id
 WHERE t.workspace_id = :workspace_id
   AND (:whose = 'everyone' OR t.assignee_id = :user_id)
   AND (:status = 'any' OR t.status = :status OR (:status = 'open' AND t.status IN ('todo', 'in_progress')))
 ORDER BY t.updated_at DESC, t.id
