-- name: deleteWhiteboard
-- title: Delete whiteboard
-- description: Deletes a whiteboard with all its notes for good. Ask the user before you use it.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: There is no whiteboard with this name; listWhiteboards lists them.
-- param whiteboard string min_length=1 max_length=200: The whiteboard's name.

DELETE FROM whiteboards b WHERE b.workspace_id = :workspace_id AND lower(b.name) = lower(:whiteboard)
RETURNING b.id AS "whiteboardId", b.name, true AS deleted
