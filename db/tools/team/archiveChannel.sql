-- name: archiveChannel
-- title: Archive channel
-- description: Archives a channel: it can be read but not written to. Or brings it back.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no channel with this name, or the user is not in it; listChannels lists them.
-- param channel string min_length=1 max_length=80: The channel's name, without "#".
-- param archived boolean default=true: false brings it back.

UPDATE channels c SET archived_at = CASE WHEN :archived THEN coalesce(c.archived_at, now()) END
 WHERE c.workspace_id = :workspace_id AND lower(c.name) = lower(ltrim(:channel, '#'))
RETURNING c.id AS "channelId", c.name, c.archived_at IS NOT NULL AS archived
