-- name: updateWhiteboardNote
-- title: Update whiteboard note
-- description: Changes a note's text or color, or moves it to another lane.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no note with this id; getWhiteboard finds ids.
-- param noteId uuid: The note.
-- param text string optional min_length=1 max_length=2000: Its new text.
-- param color enum(yellow,blue,green,pink,white) optional: Its new color.
-- param lane string optional max_length=100: Its new lane.

UPDATE whiteboard_notes n SET text = coalesce(:text, n.text), color = coalesce(:color, n.color), lane = coalesce(:lane, n.lane)
 WHERE n.workspace_id = :workspace_id AND n.id = :noteId
RETURNING n.id AS "noteId", n.lane, n.text, n.color
