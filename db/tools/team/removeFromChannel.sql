-- name: removeFromChannel
-- title: Remove from channel
-- description: Takes a member out of a channel; "me" leaves it.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: They are not in such a channel; nothing was changed.
-- param channel string min_length=1 max_length=80: The channel's name, without "#".
-- param member string min_length=1 max_length=320: Who: "me", a full name or an e-mail address.

DELETE FROM channel_members x USING channels c
 WHERE x.workspace_id = :workspace_id AND c.workspace_id = x.workspace_id AND c.id = x.channel_id AND lower(c.name) = lower(ltrim(:channel, '#'))
   AND x.user_id = (SELECT app.find_member(:workspace_id, :member))
RETURNING c.name AS channel, x.user_id AS "userId", true AS removed
