-- name: getPinnedMessages
-- title: Get pinned messages
-- description: The pinned messages of a channel, newest pin first.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: Nothing is pinned there.
-- param channel string min_length=1 max_length=80: The channel's name, without "#".

SELECT g.id AS "messageId", u.full_name AS author, g.body, g.created_at AS at
  FROM channels c
  JOIN channel_messages g ON g.workspace_id = c.workspace_id AND g.channel_id = c.id AND g.pinned_at IS NOT NULL
  LEFT JOIN profiles u ON u.id = g.author_id
 WHERE c.workspace_id = :workspace_id AND lower(c.name) = lower(ltrim(:channel, '#'))
 ORDER BY g.pinned_at DESC, g.id
