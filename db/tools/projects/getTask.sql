-- name: getTask
-- title: Get task
-- description: Everything about one task: description, project, what it waits for, hours, and its comments.
-- effect: read_only
-- result: row
-- when_empty: There is no task with this id; searchTasks finds ids.
-- param taskId uuid: The task.

SELECT k.id AS "taskId", k.title, k.description, k.status, k.priority, k.due_on AS "dueOn", p.name AS project, m.name AS milestone,
       a.full_name AS assignee, k.labels, k.estimate_hours AS "estimateHours", k.completed_at AS "completedAt",
       (SELECT coalesce(sum(e.hours), 0) FROM time_entries e WHERE e.workspace_id = k.workspace_id AND e.task_id = k.id) AS "spentHours",
       (SELECT coalesce(json_agg(json_build_object('taskId', w.id, 'title', w.title, 'status', w.status) ORDER BY w.title), '[]')
          FROM task_dependencies x JOIN tasks w ON w.workspace_id = x.workspace_id AND w.id = x.waits_for_id
         WHERE x.workspace_id = k.workspace_id AND x.task_id = k.id) AS "waitsFor",
       (SELECT coalesce(json_agg(json_build_object('by', u.full_name, 'at', c.created_at, 'body', c.body) ORDER BY c.created_at), '[]')
          FROM task_comments c LEFT JOIN profiles u ON u.id = c.author_id
         WHERE c.workspace_id = k.workspace_id AND c.task_id = k.id) AS comments
  FROM tasks k
  LEFT JOIN projects p ON p.workspace_id = k.workspace_id AND p.id = k.project_id
  LEFT JOIN milestones m ON m.workspace_id = k.workspace_id AND m.id = k.milestone_id
  LEFT JOIN profiles a ON a.id = k.assignee_id
 WHERE k.workspace_id = :workspace_id AND k.id = :taskId
