-- name: addProjectMember
-- title: Add project member
-- description: Adds a member of the workspace to a project, or changes their role in it.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no project with this name; listProjects lists them.
-- param project string min_length=1 max_length=200: The project's name.
-- param member string min_length=1 max_length=320: Who: "me", or a member's full name or e-mail address.
-- param role string default=member min_length=1 max_length=100: What they do in it.

INSERT INTO project_members (workspace_id, project_id, user_id, role)
SELECT p.workspace_id, p.id, (SELECT app.find_member(:workspace_id, :member)), :role FROM projects p
 WHERE p.workspace_id = :workspace_id AND lower(p.name) = lower(:project)
ON CONFLICT (project_id, user_id) DO UPDATE SET role = excluded.role
RETURNING user_id AS "userId", role
