-- name: listProjects
-- title: List projects
-- description: Lists projects with status, owner, dates, and how many of their tasks are done. Use it to learn names.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: No project matches. createProject adds one.
-- param status enum(open,planned,active,on_hold,completed,cancelled,any) default=open: Which projects; open is planned,
--   active and on_hold.
-- param department string optional max_length=100: Only of this department, by its name.
-- param search string optional max_length=200: Text in name or description.
-- param limit integer min=1 max=100 default=50: How many rows to return.

SELECT p.id AS "projectId", p.name, p.status, d.name AS department, o.full_name AS owner, p.starts_on AS "startsOn", p.due_on AS "dueOn",
       count(k.id) FILTER (WHERE k.status = 'done') AS "tasksDone", count(k.id) FILTER (WHERE k.status <> 'cancelled') AS tasks
  FROM projects p
  LEFT JOIN workspace_departments d ON d.workspace_id = p.workspace_id AND d.id = p.department_id
  LEFT JOIN profiles o ON o.id = p.owner_id
  LEFT JOIN tasks k ON k.workspace_id = p.workspace_id AND k.project_id = p.id
 WHERE p.workspace_id = :workspace_id
   AND (:status = 'any' OR p.status = :status OR (:status = 'open' AND p.status IN ('planned', 'active', 'on_hold')))
   AND (:department IS NULL OR lower(d.name) = lower(:department))
   AND (:search IS NULL OR strpos(lower(concat_ws(' ', p.name, p.description)), lower(:search)) > 0)
 GROUP BY p.id, d.name, o.full_name
 ORDER BY p.due_on NULLS LAST, p.name
