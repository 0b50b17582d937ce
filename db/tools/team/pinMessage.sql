-- name: pinMessage
-- title: Pin message
-- description: Pins a message to its channel, or takes the pin out.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no message with this id that the user may see; readChannel and searchMessages find ids.
-- param messageId uuid: The message.
-- param pinned boolean default=true: false takes the pin out.

UPDATE channel_messages g SET pinned_at = CASE WHEN :pinned THEN coalesce(g.pinned_at, now()) END
 WHERE g.workspace_id = :workspace_id AND g.id = :messageId
RETURNING g.id AS "messageId", g.pinned_at IS NOT NULL AS pinned
