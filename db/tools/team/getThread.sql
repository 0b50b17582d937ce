-- name: getThread
-- title: Get thread
-- description: A message and all answers to it, oldest first.
-- effect: read_only
-- result: rows
-- row_cap: 200
-- when_empty: There is no message with this id that the user may see; readChannel and searchMessages find ids.
-- param messageId uuid: The message.
-- param limit integer min=1 max=200 default=100: How many rows to return.

SELECT g.id AS "messageId", u.full_name AS author, g.body, g.created_at AS at
  FROM channel_messages g LEFT JOIN profiles u ON u.id = g.author_id
 WHERE g.workspace_id = :workspace_id AND (g.id = :messageId OR g.reply_to_id = :messageId)
 ORDER BY g.created_at, g.id
