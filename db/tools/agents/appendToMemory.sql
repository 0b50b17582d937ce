-- name: appendToMemory
-- title: Append to memory
-- description: Adds lines at the end of one of your memory files, and makes the file where there is none.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: Memories belong to an agent; this call was made by none.
-- on agent_memories_path_check: A path begins with "/", has no empty, "." or ".." part and no "/" at its end, like
--   "/memories/users/ada.md".
-- on agent_memories_content_check: A memory holds at most 256 KiB; begin another file, or shorten this one with
--   saveMemory.
-- param path string min_length=2 max_length=255: The file, like "/memories/company.md".
-- param content string min_length=1 max_length=50000: What to add, in Markdown.

INSERT INTO agent_memories AS m (workspace_id, agent_id, path, content)
SELECT :workspace_id, a.id, :path, :content FROM agents a WHERE a.workspace_id = :workspace_id AND a.id = :agent_id
ON CONFLICT (agent_id, path) DO UPDATE
   SET content = m.content || CASE WHEN m.content = '' OR right(m.content, 1) = E'\n' THEN '' ELSE E'\n' END || excluded.content
RETURNING m.path, octet_length(m.content) AS bytes, m.updated_at AS "updatedAt"
