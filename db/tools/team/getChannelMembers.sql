-- name: getChannelMembers
-- title: Get channel members
-- description: Lists who is in a channel.
-- effect: read_only
-- result: rows
-- row_cap: 200
-- when_empty: Nobody is in this channel, or it does not exist; listChannels lists channels.
-- param channel string min_length=1 max_length=80: The channel's name, without "#".

SELECT u.id AS "userId", u.full_name AS name, u.email, x.created_at AS "joinedAt"
  FROM channels c
  JOIN channel_members x ON x.workspace_id = c.workspace_id AND x.channel_id = c.id
  JOIN profiles u ON u.id = x.user_id
 WHERE c.workspace_id = :workspace_id AND lower(c.name) = lower(ltrim(:channel, '#'))
 ORDER BY u.full_name
