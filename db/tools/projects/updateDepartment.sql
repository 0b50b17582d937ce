-- name: updateDepartment
-- title: Update department
-- description: Renames a department, or changes its lead or description.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no department with this name; getDepartments lists them.
-- on workspace_departments_name: A department with this name exists already.
-- param department string min_length=1 max_length=100: Its name as it is now.
-- param newName string optional min_length=1 max_length=100: Its new name.
-- param description string optional max_length=2000: What it does.
-- param lead string optional min_length=1 max_length=320: Who leads it: "me", or a member's full name or e-mail
--   address.

UPDATE workspace_departments d
   SET name = coalesce(:newName, d.name), description = coalesce(:description, d.description), lead_id = coalesce((SELECT app.find_member(:workspace_id, :lead)), d.lead_id)
 WHERE d.workspace_id = :workspace_id AND lower(d.name) = lower(:department)
RETURNING d.id AS "departmentId", d.name, d.description
