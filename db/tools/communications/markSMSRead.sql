-- name: markSMSRead
-- title: Mark SMS read
-- description: Marks all that one contact or number wrote as read.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no unread message from them.
-- param from string min_length=1 max_length=320: A phone number with its country code, or a contact's full name or
--   e-mail address.

WITH marked AS (
  UPDATE sms_messages s SET read_at = now() FROM app.find_peer(:workspace_id, :from) p
   WHERE s.workspace_id = :workspace_id AND s.peer = p.number AND s.direction = 'inbound' AND s.read_at IS NULL
  RETURNING s.peer
)
SELECT min(peer) AS number, count(*) AS marked FROM marked HAVING count(*) > 0
