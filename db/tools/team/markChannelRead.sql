-- name: markChannelRead
-- title: Mark channel read
-- description: Marks a channel as read by the user.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: The user is not in such a channel; nothing was changed.
-- param channel string min_length=1 max_length=80: The channel's name, without "#".

UPDATE channel_members x SET last_read_at = now() FROM channels c
 WHERE x.workspace_id = :workspace_id AND x.user_id = :user_id AND c.workspace_id = x.workspace_id AND c.id = x.channel_id AND lower(c.name) = lower(ltrim(:channel, '#'))
RETURNING c.name AS channel, x.last_read_at AS "readAt"
