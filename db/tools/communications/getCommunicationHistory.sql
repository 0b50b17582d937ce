-- name: getCommunicationHistory
-- title: Get communication history
-- description: All calls and text messages with one contact or number, newest first.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: There are no calls and no text messages with them.
-- param with string min_length=1 max_length=320: A phone number with its country code, or a contact's full name or
--   e-mail address.
-- param limit integer min=1 max=100 default=30: How many rows to return.

SELECT h.kind, h.id, h.direction, h.status, h.text, h.at
  FROM (SELECT 'sms' AS kind, s.id, s.direction, s.status, s.body AS text, s.created_at AS at, s.peer FROM sms_messages s
         WHERE s.workspace_id = :workspace_id
        UNION ALL
        SELECT 'call', c.id, c.direction, c.status, coalesce(c.outcome, c.purpose), coalesce(c.started_at, c.call_after, c.created_at), c.peer
          FROM calls c WHERE c.workspace_id = :workspace_id) h
  JOIN app.find_peer(:workspace_id, :with) p ON p.number = h.peer
 ORDER BY h.at DESC, h.id
