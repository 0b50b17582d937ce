-- name: renameWorkspace
-- title: Rename workspace
-- description: Renames the workspace. Only its admins may.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: Only an admin of the workspace may rename it; nothing was changed.
-- param name string min_length=1 max_length=100: Its new name.

UPDATE workspaces w SET name = :name WHERE w.id = :workspace_id
RETURNING w.id AS "workspaceId", w.name
