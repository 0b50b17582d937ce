-- name: searchMemories
-- title: Search memories
-- description: Finds the lines of your memory files that hold a text, with the line before and after.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: No memory of yours holds this text.
-- param search string min_length=1 max_length=200: The text.
-- param limit integer min=1 max=100 default=20: How many rows to return.

SELECT h.path, h.line, h.excerpt
  FROM (SELECT m.path, l.line, m.updated_at, l.text,
               left(concat_ws(E'\n', lag(l.text) OVER w, l.text, lead(l.text) OVER w), 600) AS excerpt
          FROM agent_memories m, string_to_table(m.content, E'\n') WITH ORDINALITY l (text, line)
         WHERE m.workspace_id = :workspace_id AND m.agent_id = :agent_id
        WINDOW w AS (PARTITION BY m.id ORDER BY l.line)) h
 WHERE strpos(lower(h.text), lower(:search)) > 0
 ORDER BY h.updated_at DESC, h.path, h.line
