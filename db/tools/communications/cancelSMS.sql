-- name: cancelSMS
-- title: Cancel SMS
-- description: Takes back a text message that is still queued.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: There is no queued message with this id; nothing was cancelled. getOutbox lists what is queued.
-- param smsId uuid: The message.

UPDATE sms_messages s SET status = 'cancelled' WHERE s.workspace_id = :workspace_id AND s.id = :smsId AND s.status = 'queued'
RETURNING s.id AS "smsId", s.peer AS "to", s.status
