-- name: loadMemory
-- title: Load memory
-- description: Reads one of your memory files. The list of files is in your instructions, or ask listMemories.
-- effect: read_only
-- result: row
-- byte_cap: 400000
-- when_empty: There is no memory at this path. listMemories lists them.
-- param path string min_length=2 max_length=255: The file, like "/memories/company.md".

SELECT m.path, m.content, m.updated_at AS "updatedAt"
  FROM agent_memories m
 WHERE m.workspace_id = :workspace_id AND m.agent_id = :agent_id AND m.path = normalize(:path, NFC)
