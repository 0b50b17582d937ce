-- name: getUnreadMessages
-- title: Get unread messages
-- description: What the user has not read yet in the channels that they joined, oldest first.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: Everything is read.
-- param limit integer min=1 max=100 default=50: How many rows to return.

SELECT c.name AS channel, g.id AS "messageId", u.full_name AS author, left(g.body, 500) AS body, g.created_at AS at
  FROM channel_members x
  JOIN channels c ON c.workspace_id = x.workspace_id AND c.id = x.channel_id
  JOIN channel_messages g ON g.workspace_id = x.workspace_id AND g.channel_id = x.channel_id AND g.created_at > x.last_read_at
  LEFT JOIN profiles u ON u.id = g.author_id
 WHERE x.workspace_id = :workspace_id AND x.user_id = :user_id AND g.author_id IS DISTINCT FROM :user_id
 ORDER BY g.created_at, g.id
