-- name: deleteChannel
-- title: Delete channel
-- description: Deletes a channel with all its messages for good. archiveChannel keeps them. Ask the user before you use
--   it.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: There is no channel with this name, or the user is not in it; listChannels lists them.
-- param channel string min_length=1 max_length=80: The channel's name, without "#".

DELETE FROM channels c WHERE c.workspace_id = :workspace_id AND lower(c.name) = lower(ltrim(:channel, '#'))
RETURNING c.id AS "channelId", c.name, true AS deleted
