-- name: moveMemory
-- title: Move memory
-- description: Gives one of your memory files another path.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: There is no memory at this path. listMemories lists them.
-- on agent_memories_agent_id_path_key: There is a memory at the new path already; delete or rename that one first.
-- on agent_memories_path_check: A path begins with "/", has no empty, "." or ".." part and no "/" at its end, like
--   "/memories/users/ada.md".
-- param path string min_length=2 max_length=255: The file as it is called now.
-- param newPath string min_length=2 max_length=255: Its new path.

UPDATE agent_memories m SET path = :newPath
 WHERE m.workspace_id = :workspace_id AND m.agent_id = :agent_id AND m.path = :path
RETURNING m.path, octet_length(m.content) AS bytes
