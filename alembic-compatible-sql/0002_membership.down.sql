-- revision: 0002
-- down_revision: 0001

DROP POLICY admins_delete ON workspace_invitations;
DROP POLICY admins_update ON workspace_invitations;
DROP POLICY admins_insert ON workspace_invitations;
DROP POLICY admins_select ON workspace_invitations;
DROP POLICY owner_all ON workspace_invitations;
ALTER TABLE workspace_invitations DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;

DROP POLICY self_and_admins_delete ON workspace_members;
DROP POLICY admins_update ON workspace_members;
DROP POLICY members_select ON workspace_members;
DROP POLICY owner_all ON workspace_members;
ALTER TABLE workspace_members DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;

DROP POLICY owners_delete ON workspaces;
DROP POLICY admins_update ON workspaces;
DROP POLICY members_select ON workspaces;
DROP POLICY owner_all ON workspaces;
ALTER TABLE workspaces DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;

DROP POLICY self_update ON profiles;
DROP POLICY self_and_colleagues_select ON profiles;
DROP POLICY owner_all ON profiles;
ALTER TABLE profiles DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;

REVOKE ALL ON profiles, workspaces, workspace_members, workspace_invitations FROM switchboard_app;
REVOKE ALL (id, email, full_name, avatar_url, time_zone, created_at, updated_at) ON profiles FROM switchboard_app;
REVOKE ALL (name) ON workspaces FROM switchboard_app;
REVOKE ALL (role) ON workspace_members FROM switchboard_app;
REVOKE ALL (revoked_at) ON workspace_invitations FROM switchboard_app;
REVOKE ALL ON FUNCTION app.current_user_id(), app.current_workspace_id() FROM switchboard_app;
GRANT EXECUTE ON FUNCTION app.current_user_id(), app.current_workspace_id(), app.touch_updated_at() TO PUBLIC;

DROP TRIGGER keep_an_owner ON workspace_members;
DROP FUNCTION app.keep_an_owner();
DROP FUNCTION app.accept_invitation(bytea);
DROP FUNCTION app.create_workspace(text);
DROP FUNCTION app.ensure_profile(text, text, text, text);
DROP FUNCTION app.is_platform_admin();
DROP FUNCTION app.is_admin(uuid);
DROP FUNCTION app.is_member(uuid);
DROP FUNCTION app.my_workspace_ids_as(text[]);
DROP FUNCTION app.my_workspace_ids();
