-- revision: 0001
-- down_revision: none

DROP TABLE workspace_invitations;
DROP TABLE workspace_members;
DROP TABLE workspaces;
DROP TABLE profiles;
DROP FUNCTION app.touch_updated_at();
DROP FUNCTION app.current_workspace_id();
DROP FUNCTION app.current_user_id();
REVOKE SELECT ON alembic_version FROM switchboard_app;
DROP SCHEMA app;
