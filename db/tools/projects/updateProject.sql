-- name: updateProject
-- title: Update project
-- description: Changes a project's name, status, dates, owner, department, budget or description. What is not given
--   stays as it is.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no such project or department; nothing was changed. listProjects and getDepartments list them.
-- on projects_name: A project with this name exists already; listProjects shows it.
-- on projects_dates: The project would end before it begins.
-- param project string min_length=1 max_length=200: The project's name as it is now.
-- param newName string optional min_length=1 max_length=200: Its new name.
-- param description string optional max_length=20000: What it is about.
-- param startsOn date optional: First day.
-- param dueOn date optional: Last day.
-- param budgetHours number optional min=0 max=999999: How many hours it may take.
-- param department string optional min_length=1 max_length=100: The department, by its name (getDepartments).
-- param status enum(planned,active,on_hold,completed,cancelled) optional: Its new status.
-- param owner string optional min_length=1 max_length=320: Who is responsible: "me", or a member's full name or e-mail
--   address.

UPDATE projects p
   SET name = coalesce(:newName, p.name), description = coalesce(:description, p.description), status = coalesce(:status, p.status),
       starts_on = coalesce(:startsOn, p.starts_on), due_on = coalesce(:dueOn, p.due_on),
       budget_hours = coalesce(:budgetHours, p.budget_hours), department_id = coalesce(d.id, p.department_id),
       owner_id = coalesce((SELECT app.find_member(:workspace_id, :owner)), p.owner_id)
  FROM (SELECT 1) one
  LEFT JOIN workspace_departments d ON d.workspace_id = :workspace_id AND lower(d.name) = lower(:department)
 WHERE p.workspace_id = :workspace_id AND lower(p.name) = lower(:project) AND (:department IS NULL OR d.id IS NOT NULL)
RETURNING p.id AS "projectId", p.name, p.status, p.starts_on AS "startsOn", p.due_on AS "dueOn"
