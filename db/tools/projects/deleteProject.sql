-- name: deleteProject
-- title: Delete project
-- description: Deletes a project with all its tasks and milestones for good. To end one use updateProject with status
--   completed or cancelled. Ask the user before you use it.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: There is no project with this name; listProjects lists them.
-- param project string min_length=1 max_length=200: The project's name.

DELETE FROM projects p WHERE p.workspace_id = :workspace_id AND lower(p.name) = lower(:project)
RETURNING p.id AS "projectId", p.name, true AS deleted
