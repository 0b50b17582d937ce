-- name: listWhiteboards
-- title: List whiteboards
-- description: Lists whiteboards with how many notes each has, most recently changed first.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: There are no whiteboards; createWhiteboard adds one.

SELECT b.id AS "whiteboardId", b.name, u.full_name AS author, count(n.id) AS notes, greatest(b.updated_at, max(n.updated_at)) AS "updatedAt"
  FROM whiteboards b
  LEFT JOIN whiteboard_notes n ON n.workspace_id = b.workspace_id AND n.whiteboard_id = b.id
  LEFT JOIN profiles u ON u.id = b.author_id
 WHERE b.workspace_id = :workspace_id
 GROUP BY b.id, u.full_name
 ORDER BY "updatedAt" DESC, b.name
