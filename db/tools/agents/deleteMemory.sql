-- name: deleteMemory
-- title: Delete memory
-- description: Deletes one of your memory files for good, when it is wrong or the user asks you to forget it.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: There is no memory at this path; nothing was deleted. listMemories lists them.
-- param path string min_length=2 max_length=255: The file.

DELETE FROM agent_memories m
 WHERE m.workspace_id = :workspace_id AND m.agent_id = :agent_id AND m.path = normalize(:path, NFC)
RETURNING m.path, true AS deleted
