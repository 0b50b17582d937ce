-- name: getProjectMembers
-- title: Get project members
-- description: Who works on a project: role, open tasks, and hours spent.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: The project has no members, or does not exist; listProjects lists projects.
-- param project string min_length=1 max_length=200: The project's name.

SELECT u.full_name AS name, u.email, r.role,
       (SELECT count(*) FROM tasks k WHERE k.workspace_id = p.workspace_id AND k.project_id = p.id AND k.assignee_id = r.user_id
           AND k.status NOT IN ('done', 'cancelled')) AS "openTasks",
       (SELECT coalesce(sum(e.hours), 0) FROM time_entries e JOIN tasks k ON k.workspace_id = e.workspace_id AND k.id = e.task_id
         WHERE e.workspace_id = p.workspace_id AND k.project_id = p.id AND e.user_id = r.user_id) AS hours
  FROM projects p
  JOIN project_members r ON r.workspace_id = p.workspace_id AND r.project_id = p.id
  JOIN profiles u ON u.id = r.user_id
 WHERE p.workspace_id = :workspace_id AND lower(p.name) = lower(:project)
 ORDER BY u.full_name
