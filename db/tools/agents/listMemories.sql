-- name: listMemories
-- title: List memories
-- description: Lists your memory files with size, date and first line, newest first; loadMemory reads one.
-- effect: read_only
-- result: rows
-- row_cap: 200
-- when_empty: You have no memories here.
-- param prefix string optional max_length=255: Only paths that begin with this, like "/memories/users/".
-- param search string optional max_length=200: Only files whose path or content holds this text.
-- param limit integer min=1 max=200 default=100: How many files to return.

SELECT m.path, octet_length(m.content) AS bytes, m.updated_at AS "updatedAt",
       left(split_part(ltrim(m.content, E'\n '), E'\n', 1), 120) AS "firstLine"
  FROM agent_memories m
 WHERE m.workspace_id = :workspace_id AND m.agent_id = :agent_id
   AND (:prefix IS NULL OR starts_with(m.path, :prefix))
   AND (:search IS NULL OR strpos(lower(m.path || E'\n' || m.content), lower(:search)) > 0)
 ORDER BY m.updated_at DESC, m.path
