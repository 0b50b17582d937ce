-- name: searchSMS
-- title: Search SMS
-- description: Finds text messages by their text, direction, state or date, newest first.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: No text message matches.
-- param search string optional min_length=1 max_length=200: Text in the message.
-- param direction enum(inbound,outbound) optional: Only received or only sent ones.
-- param status enum(queued,sent,delivered,failed,cancelled,received) optional: Only in this state.
-- param since date optional: Only since this day.
-- param limit integer min=1 max=100 default=30: How many rows to return.

SELECT s.id AS "smsId", s.direction, s.peer AS number, c.full_name AS contact, s.body, s.status, s.error, s.created_at AS at
  FROM sms_messages s
  LEFT JOIN contacts c ON c.workspace_id = s.workspace_id AND c.id = s.contact_id
 WHERE s.workspace_id = :workspace_id AND (:search IS NULL OR strpos(lower(s.body), lower(:search)) > 0)
   AND (:direction IS NULL OR s.direction = :direction) AND (:status IS NULL OR s.status = :status)
   AND (:since IS NULL OR s.created_at >= :since)
 ORDER BY s.created_at DESC, s.id
