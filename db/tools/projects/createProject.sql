-- name: createProject
-- title: Create project
-- description: Adds a project. Add tasks and milestones to it afterwards.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: There is no department with this name; nothing was created. getDepartments lists them.
-- on projects_name: A project with this name exists already; listProjects shows it.
-- on projects_dates: The project would end before it begins.
-- param name string min_length=1 max_length=200: Its name.
-- param description string optional max_length=20000: What it is about.
-- param startsOn date optional: First day.
-- param dueOn date optional: Last day.
-- param budgetHours number optional min=0 max=999999: How many hours it may take.
-- param department string optional min_length=1 max_length=100: The department, by its name (getDepartments).
-- param status enum(planned,active) default=active: Whether it has begun.
-- param owner string optional min_length=1 max_length=320: Who is responsible: "me", or a member's full name or e-mail
--   address.

INSERT INTO projects (workspace_id, name, description, status, starts_on, due_on, budget_hours, department_id, owner_id)
SELECT :workspace_id, :name, :description, :status, :startsOn, :dueOn, :budgetHours, d.id, coalesce((SELECT app.find_member(:workspace_id, :owner)), :user_id)
  FROM (SELECT 1) one
  LEFT JOIN workspace_departments d ON d.workspace_id = :workspace_id AND lower(d.name) = lower(:department)
 WHERE :department IS NULL OR d.id IS NOT NULL
RETURNING id AS "projectId", name, status
