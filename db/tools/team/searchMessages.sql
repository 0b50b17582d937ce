-- name: searchMessages
-- title: Search messages
-- description: Finds messages in the channels that the user may see, by text, author, channel or date, newest first.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: No message matches.
-- param search string min_length=1 max_length=200: Text in the message.
-- param channel string optional max_length=80: Only in this channel.
-- param author string optional min_length=1 max_length=320: Only by this member: "me", a full name or an e-mail
--   address.
-- param since date optional: Only since this day.
-- param limit integer min=1 max=100 default=20: How many rows to return.

SELECT g.id AS "messageId", c.name AS channel, u.full_name AS author, left(g.body, 500) AS body, g.created_at AS at
  FROM channel_messages g
  JOIN channels c ON c.workspace_id = g.workspace_id AND c.id = g.channel_id
  LEFT JOIN profiles u ON u.id = g.author_id
 WHERE g.workspace_id = :workspace_id AND strpos(lower(g.body), lower(:search)) > 0
   AND (:channel IS NULL OR lower(c.name) = lower(ltrim(:channel, '#'))) AND (:author IS NULL OR g.author_id = (SELECT app.find_member(:workspace_id, :author)))
   AND (:since IS NULL OR g.created_at >= :since)
 ORDER BY g.created_at DESC, g.id
