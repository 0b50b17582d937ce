-- name: addToChannel
-- title: Add to channel
-- description: Adds a member of the workspace to a channel; "me" joins the user.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no channel with this name, or the user is not in it; listChannels lists them.
-- param channel string min_length=1 max_length=80: The channel's name, without "#".
-- param member string min_length=1 max_length=320: Who: "me", a full name or an e-mail address.

INSERT INTO channel_members (workspace_id, channel_id, user_id)
SELECT c.workspace_id, c.id, (SELECT app.find_member(:workspace_id, :member)) FROM channels c WHERE c.workspace_id = :workspace_id AND lower(c.name) = lower(ltrim(:channel, '#'))
ON CONFLICT (channel_id, user_id) DO UPDATE SET user_id = excluded.user_id
RETURNING channel_id AS "channelId", user_id AS "userId"
