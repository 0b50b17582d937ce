-- name: removeReaction
-- title: Remove reaction
-- description: Takes the user's reaction away from a message.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: The user did not react so to this message.
-- param messageId uuid: The message.
-- param emoji string min_length=1 max_length=32: The emoji.

DELETE FROM message_reactions x
 WHERE x.workspace_id = :workspace_id AND x.message_id = :messageId AND x.user_id = :user_id AND x.emoji = :emoji
RETURNING x.message_id AS "messageId", x.emoji, true AS removed
