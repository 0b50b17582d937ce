-- name: sendMessage
-- title: Send message
-- description: Writes a message into a channel in the user's name, or answers in a thread. Show the user the text first
--   unless they dictated it.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: There is no such open channel, or no such message in it; nothing was sent. listChannels lists channels.
-- param channel string min_length=1 max_length=80: The channel's name, without "#".
-- param body string min_length=1 max_length=10000: The message, in Markdown.
-- param replyToMessageId uuid optional: The message to answer in a thread.

INSERT INTO channel_messages (workspace_id, channel_id, author_id, reply_to_id, body)
SELECT c.workspace_id, c.id, :user_id, coalesce(r.reply_to_id, r.id), :body
  FROM channels c
  LEFT JOIN channel_messages r ON r.workspace_id = c.workspace_id AND r.channel_id = c.id AND r.id = :replyToMessageId
 WHERE c.workspace_id = :workspace_id AND lower(c.name) = lower(ltrim(:channel, '#')) AND c.archived_at IS NULL
   AND (:replyToMessageId IS NULL OR r.id IS NOT NULL)
RETURNING id AS "messageId", created_at AS "createdAt"
