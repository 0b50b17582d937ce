-- name: deleteDepartment
-- title: Delete department
-- description: Deletes a department for good; its projects stay without one.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: There is no department with this name; getDepartments lists them.
-- param department string min_length=1 max_length=100: Its name.

DELETE FROM workspace_departments d WHERE d.workspace_id = :workspace_id AND lower(d.name) = lower(:department)
RETURNING d.id AS "departmentId", d.name, true AS deleted
