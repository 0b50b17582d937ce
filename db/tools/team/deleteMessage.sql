-- name: deleteMessage
-- title: Delete message
-- description: Deletes a message for good: one's own, or any as an admin.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: There is no message with this id that the user may delete.
-- param messageId uuid: The message.

DELETE FROM channel_messages g WHERE g.workspace_id = :workspace_id AND g.id = :messageId
RETURNING g.id AS "messageId", true AS deleted
