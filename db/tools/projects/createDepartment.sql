-- name: createDepartment
-- title: Create department
-- description: Adds a department to the workspace, for projects to belong to.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: Nothing was created.
-- on workspace_departments_name: A department with this name exists already.
-- param name string min_length=1 max_length=100: Its name.
-- param description string optional max_length=2000: What it does.
-- param lead string optional min_length=1 max_length=320: Who leads it: "me", or a member's full name or e-mail
--   address.

INSERT INTO workspace_departments (workspace_id, name, description, lead_id) VALUES (:workspace_id, :name, :description, (SELECT app.find_member(:workspace_id, :lead)))
RETURNING id AS "departmentId", name
