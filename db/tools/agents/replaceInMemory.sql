-- name: replaceInMemory
-- title: Replace in memory
-- description: Replaces one passage of a memory file, and leaves the rest as it is. The passage must be there exactly
--   once.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: There is no such memory, or the passage is not in it exactly once; nothing was changed. loadMemory shows
--   the file.
-- on agent_memories_content_check: A memory holds at most 256 KiB.
-- param path string min_length=2 max_length=255: The file.
-- param old string min_length=1 max_length=20000: The passage, letter for letter.
-- param new string max_length=20000: What takes its place; empty to take it out.

UPDATE agent_memories m SET content = replace(m.content, :old, :new)
 WHERE m.workspace_id = :workspace_id AND m.agent_id = :agent_id AND m.path = :path
   AND octet_length(m.content) - octet_length(replace(m.content, :old, '')) = octet_length(:old)
RETURNING m.path, octet_length(m.content) AS bytes, m.updated_at AS "updatedAt"
