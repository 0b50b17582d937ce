-- name: removeProjectMember
-- title: Remove project member
-- description: Takes a member out of a project; their tasks stay with them.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: They are not in such a project; nothing was changed. getProject lists the members.
-- param project string min_length=1 max_length=200: The project's name.
-- param member string min_length=1 max_length=320: Who: "me", or a member's full name or e-mail address.

DELETE FROM project_members r USING projects p
 WHERE r.workspace_id = :workspace_id AND p.workspace_id = r.workspace_id AND p.id = r.project_id AND lower(p.name) = lower(:project)
   AND r.user_id = (SELECT app.find_member(:workspace_id, :member))
RETURNING p.name AS project, r.user_id AS "userId", true AS removed
