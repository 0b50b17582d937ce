-- name: deleteWhiteboardNote
-- title: Delete whiteboard note
-- description: Takes a note off a whiteboard.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: There is no note with this id; getWhiteboard finds ids.
-- param noteId uuid: The note.

DELETE FROM whiteboard_notes n WHERE n.workspace_id = :workspace_id AND n.id = :noteId
RETURNING n.id AS "noteId", n.text, true AS deleted
