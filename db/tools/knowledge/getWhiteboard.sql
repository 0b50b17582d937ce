-- name: getWhiteboard
-- title: Get whiteboard
-- description: The notes on a whiteboard, lane by lane in order.
-- effect: read_only
-- result: rows
-- row_cap: 500
-- when_empty: The whiteboard is empty, or does not exist; listWhiteboards lists them.
-- param whiteboard string min_length=1 max_length=200: The whiteboard's name.

SELECT n.id AS "noteId", n.lane, n.text, n.color, u.full_name AS author
  FROM whiteboards b
  JOIN whiteboard_notes n ON n.workspace_id = b.workspace_id AND n.whiteboard_id = b.id
  LEFT JOIN profiles u ON u.id = n.author_id
 WHERE b.workspace_id = :workspace_id AND lower(b.name) = lower(:whiteboard)
 ORDER BY n.lane, n.position, n.created_at
