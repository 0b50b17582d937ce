-- name: createWhiteboard
-- title: Create whiteboard
-- description: Adds a whiteboard for notes in lanes, as for a retrospective or a brainstorming.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: Nothing was created.
-- on whiteboards_name: A whiteboard with this name exists already.
-- param name string min_length=1 max_length=200: Its name.

INSERT INTO whiteboards (workspace_id, name, author_id) VALUES (:workspace_id, :name, :user_id)
RETURNING id AS "whiteboardId", name
