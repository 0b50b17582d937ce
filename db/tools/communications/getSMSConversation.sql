-- name: getSMSConversation
-- title: Get SMS conversation
-- description: Reads the text messages with one contact or number, newest first, with how far each one got.
-- effect: read_only
-- result: rows
-- row_cap: 200
-- when_empty: There are no text messages with them.
-- param with string min_length=1 max_length=320: A phone number with its country code, or a contact's full name or
--   e-mail address.
-- param limit integer min=1 max=200 default=30: How many rows to return.

SELECT s.id AS "smsId", s.direction, s.body, s.status, s.error, s.created_at AS at, s.read_at IS NOT NULL AS read, u.full_name AS by
  FROM sms_messages s
  JOIN app.find_peer(:workspace_id, :with) p ON p.number = s.peer
  LEFT JOIN profiles u ON u.id = s.user_id
 WHERE s.workspace_id = :workspace_id
 ORDER BY s.created_at DESC, s.id
