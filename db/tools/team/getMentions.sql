-- name: getMentions
-- title: Get mentions
-- description: Messages that mention the user by name, newest first.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: Nobody mentioned the user.
-- param limit integer min=1 max=100 default=20: How many rows to return.

SELECT g.id AS "messageId", c.name AS channel, u.full_name AS author, left(g.body, 500) AS body, g.created_at AS at
  FROM channel_messages g
  JOIN channels c ON c.workspace_id = g.workspace_id AND c.id = g.channel_id
  JOIN profiles me ON me.id = :user_id
  LEFT JOIN profiles u ON u.id = g.author_id
 WHERE g.workspace_id = :workspace_id AND g.author_id IS DISTINCT FROM :user_id
   AND (strpos(lower(g.body), '@' || lower(split_part(me.full_name, ' ', 1))) > 0 OR strpos(lower(g.body), lower(me.full_name)) > 0)
 ORDER BY g.created_at DESC, g.id
