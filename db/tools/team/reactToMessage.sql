-- name: reactToMessage
-- title: React to message
-- description: Adds the user's reaction to a message.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no message with this id that the user may see; readChannel and searchMessages find ids.
-- param messageId uuid: The message.
-- param emoji string min_length=1 max_length=32: The emoji.

INSERT INTO message_reactions (workspace_id, message_id, user_id, emoji)
SELECT g.workspace_id, g.id, :user_id, :emoji FROM channel_messages g WHERE g.workspace_id = :workspace_id AND g.id = :messageId
ON CONFLICT (message_id, user_id, emoji) DO UPDATE SET emoji = excluded.emoji
RETURNING message_id AS "messageId", emoji
