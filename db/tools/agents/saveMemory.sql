-- name: saveMemory
-- title: Save memory
-- description: Writes a memory file that you keep across conversations, replacing what it held. Save facts, preferences
--   and decisions that will matter later, not what is only about this conversation. To add to a file, load it first.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: Memories belong to an agent; this call was made by none.
-- on agent_memories_path_check: A path begins with "/", has no empty, "." or ".." part, no control character and no "/" at its end, like
--   "/memories/users/ada.md".
-- on agent_memories_count: You keep as many memories as you may (1000): delete one first.
-- on agent_memories_content_check: A memory holds at most 256 KiB.
-- param path string min_length=2 max_length=255: The file, like "/memories/company.md".
-- param content string max_length=100000: Its whole new content, in Markdown.

INSERT INTO agent_memories AS m (workspace_id, agent_id, path, content)
SELECT :workspace_id, a.id, normalize(:path, NFC), :content FROM agents a WHERE a.workspace_id = :workspace_id AND a.id = :agent_id
ON CONFLICT (agent_id, path) DO UPDATE SET content = excluded.content
RETURNING m.path, octet_length(m.content) AS bytes, m.updated_at AS "updatedAt"
