-- name: getProject
-- title: Get project
-- description: Everything about one project: description, people, milestones, tasks by status, and hours against its
--   budget.
-- effect: read_only
-- result: row
-- when_empty: There is no project with this name; listProjects lists them.
-- param project string min_length=1 max_length=200: The project's name.

SELECT p.id AS "projectId", p.name, p.description, p.status, d.name AS department, o.full_name AS owner, p.starts_on AS "startsOn",
       p.due_on AS "dueOn", p.budget_hours AS "budgetHours",
       (SELECT coalesce(sum(e.hours), 0) FROM time_entries e JOIN tasks k ON k.workspace_id = e.workspace_id AND k.id = e.task_id
         WHERE e.workspace_id = p.workspace_id AND k.project_id = p.id) AS "spentHours",
       (SELECT coalesce(json_object_agg(s.status, s.n), '{}') FROM (SELECT k.status, count(*) AS n FROM tasks k
         WHERE k.workspace_id = p.workspace_id AND k.project_id = p.id GROUP BY k.status ORDER BY k.status) s) AS "tasksByStatus",
       (SELECT coalesce(json_agg(json_build_object('milestoneId', m.id, 'name', m.name, 'dueOn', m.due_on, 'completedOn', m.completed_on)
                                 ORDER BY m.due_on, m.name), '[]')
          FROM milestones m WHERE m.workspace_id = p.workspace_id AND m.project_id = p.id) AS milestones,
       (SELECT coalesce(json_agg(json_build_object('name', u.full_name, 'role', r.role) ORDER BY u.full_name), '[]')
          FROM project_members r JOIN profiles u ON u.id = r.user_id WHERE r.workspace_id = p.workspace_id AND r.project_id = p.id) AS members
  FROM projects p
  LEFT JOIN workspace_departments d ON d.workspace_id = p.workspace_id AND d.id = p.department_id
  LEFT JOIN profiles o ON o.id = p.owner_id
 WHERE p.workspace_id = :workspace_id AND lower(p.name) = lower(:project)
