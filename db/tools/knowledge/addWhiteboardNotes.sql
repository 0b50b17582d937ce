-- name: addWhiteboardNotes
-- title: Add whiteboard notes
-- description: Puts notes on a whiteboard, in one lane.
-- effect: writes
-- idempotent: no
-- result: rows
-- row_cap: 100
-- when_empty: There is no whiteboard with this name; listWhiteboards lists them.
-- on whiteboard_notes_text_check: A note has 1 to 2000 characters.
-- param whiteboard string min_length=1 max_length=200: The whiteboard's name.
-- param texts array(string) min_items=1 max_items=50: The notes.
-- param lane string default="" max_length=100: The lane, like "To keep".
-- param color enum(yellow,blue,green,pink,white) default=yellow: Their color.

INSERT INTO whiteboard_notes (workspace_id, whiteboard_id, author_id, text, color, lane, position)
SELECT b.workspace_id, b.id, :user_id, t.text, :color, :lane,
       t.n + coalesce((SELECT max(o.position) FROM whiteboard_notes o WHERE o.workspace_id = b.workspace_id AND o.whiteboard_id = b.id AND o.lane = :lane), 0)
  FROM whiteboards b, unnest(:texts) WITH ORDINALITY AS t (text, n)
 WHERE b.workspace_id = :workspace_id AND lower(b.name) = lower(:whiteboard)
RETURNING id AS "noteId", lane, text, color
