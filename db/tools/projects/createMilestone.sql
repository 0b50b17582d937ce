-- name: createMilestone
-- title: Create milestone
-- description: Adds a milestone to a project.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: There is no project with this name; listProjects lists them.
-- param project string min_length=1 max_length=200: The project's name.
-- param name string min_length=1 max_length=200: What will be reached.
-- param dueOn date optional: When.

INSERT INTO milestones (workspace_id, project_id, name, due_on)
SELECT p.workspace_id, p.id, :name, :dueOn FROM projects p WHERE p.workspace_id = :workspace_id AND lower(p.name) = lower(:project)
RETURNING id AS "milestoneId", name, due_on AS "dueOn"
