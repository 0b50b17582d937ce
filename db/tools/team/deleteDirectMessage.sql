-- name: deleteDirectMessage
-- title: Delete direct message
-- description: Deletes a direct message that the user sent.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: The user sent no message with this id.
-- param directMessageId uuid: The message.

DELETE FROM direct_messages d WHERE d.workspace_id = :workspace_id AND d.id = :directMessageId AND d.sender_id = :user_id
RETURNING d.id AS "directMessageId", true AS deleted
