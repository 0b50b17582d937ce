-- name: cancelCall
-- title: Cancel call
-- description: Takes back a call that is still queued.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: There is no queued call with this id; nothing was cancelled. getOutbox lists what is queued.
-- param callId uuid: The call.

UPDATE calls c SET status = 'cancelled' WHERE c.workspace_id = :workspace_id AND c.id = :callId AND c.status = 'queued'
RETURNING c.id AS "callId", c.peer AS "to", c.status
