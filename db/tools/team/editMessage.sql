-- name: editMessage
-- title: Edit message
-- description: Changes the text of a message that the user wrote.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: The user wrote no message with this id; nothing was changed.
-- param messageId uuid: The message.
-- param body string min_length=1 max_length=10000: The new text.

UPDATE channel_messages g SET body = :body, edited_at = now()
 WHERE g.workspace_id = :workspace_id AND g.id = :messageId AND g.author_id = :user_id
RETURNING g.id AS "messageId", g.body, g.edited_at AS "editedAt"
