-- name: getOutbox
-- title: Get outbox
-- description: Lists the text messages and calls that wait to leave, with their ids to cancel them. Nothing leaves
--   while no carrier is attached.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: Nothing waits to leave.
-- param limit integer min=1 max=100 default=30: How many rows to return.

SELECT CASE WHEN o.sms_id IS NULL THEN 'call' ELSE 'sms' END AS kind, o.sms_id AS "smsId", o.call_id AS "callId", coalesce(s.peer, c.peer) AS "to",
       left(coalesce(s.body, c.purpose), 160) AS text, o.status, o.not_before AS "notBefore", o.attempts, o.last_error AS "lastError"
  FROM communication_outbox o
  LEFT JOIN sms_messages s ON s.workspace_id = o.workspace_id AND s.id = o.sms_id
  LEFT JOIN calls c ON c.workspace_id = o.workspace_id AND c.id = o.call_id
 WHERE o.workspace_id = :workspace_id AND o.status IN ('queued', 'failed')
 ORDER BY o.not_before, o.id
