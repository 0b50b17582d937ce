-- name: readChannel
-- title: Read channel
-- description: The latest messages of a channel, newest first, with author, number of answers and reactions. To read a
--   thread use getThread.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: There are no messages, or no such channel; listChannels lists channels.
-- param channel string min_length=1 max_length=80: The channel's name, without "#".
-- param before datetime optional: Only messages before this time, to read further back.
-- param limit integer min=1 max=100 default=30: How many rows to return.

SELECT g.id AS "messageId", u.full_name AS author, g.body, g.created_at AS at, g.reply_to_id AS "replyToMessageId",
       (SELECT count(*) FROM channel_messages r WHERE r.workspace_id = g.workspace_id AND r.reply_to_id = g.id) AS replies,
       (SELECT json_object_agg(e.emoji, e.n) FROM (SELECT x.emoji, count(*) AS n FROM message_reactions x
         WHERE x.workspace_id = g.workspace_id AND x.message_id = g.id GROUP BY x.emoji ORDER BY x.emoji) e) AS reactions
  FROM channels c
  JOIN channel_messages g ON g.workspace_id = c.workspace_id AND g.channel_id = c.id
  LEFT JOIN profiles u ON u.id = g.author_id
 WHERE c.workspace_id = :workspace_id AND lower(c.name) = lower(ltrim(:channel, '#')) AND (:before IS NULL OR g.created_at < :before)
 ORDER BY g.created_at DESC, g.id
