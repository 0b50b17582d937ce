-- name: getDepartments
-- title: Get departments
-- description: Lists the workspace's departments with lead, and numbers of open projects.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: There are no departments; createDepartment adds one.

SELECT d.id AS "departmentId", d.name, d.description, u.full_name AS lead,
       (SELECT count(*) FROM projects p WHERE p.workspace_id = d.workspace_id AND p.department_id = d.id
           AND p.status IN ('planned', 'active', 'on_hold')) AS "openProjects"
  FROM workspace_departments d LEFT JOIN profiles u ON u.id = d.lead_id
 WHERE d.workspace_id = :workspace_id
 ORDER BY d.name
