-- name: getWorkspace
-- title: Get workspace
-- description: The workspace itself: its name, how many members, agents and channels it has.
-- effect: read_only
-- result: row
-- when_empty: The workspace does not exist.

SELECT w.id AS "workspaceId", w.name, w.created_at AS "createdAt",
       (SELECT count(*) FROM workspace_members m WHERE m.workspace_id = w.id) AS members,
       (SELECT count(*) FROM agents a WHERE a.workspace_id = w.id AND a.is_active AND a.unhired_at IS NULL) AS agents,
       (SELECT count(*) FROM channels c WHERE c.workspace_id = w.id AND c.archived_at IS NULL) AS channels
  FROM workspaces w WHERE w.id = :workspace_id
