-- name: getCalls
-- title: Get calls
-- description: Lists calls, newest first; status "missed" or "voicemail" shows whom to call back.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: No call matches.
-- param status enum(queued,completed,missed,voicemail,failed,cancelled) optional: Only in this state.
-- param direction enum(inbound,outbound) optional: Only taken or only made ones.
-- param member string optional min_length=1 max_length=320: Only by this member: "me", a full name or an e-mail
--   address.
-- param search string optional min_length=1 max_length=200: Text in the purpose, the outcome, the notes or the
--   transcript.
-- param since date optional: Only since this day.
-- param limit integer min=1 max=100 default=30: How many rows to return.

SELECT c.id AS "callId", c.direction, c.peer AS number, k.full_name AS contact, c.status, coalesce(c.started_at, c.call_after, c.created_at) AS at,
       c.duration_seconds AS "durationSeconds", c.purpose, c.outcome, u.full_name AS by
  FROM calls c
  LEFT JOIN contacts k ON k.workspace_id = c.workspace_id AND k.id = c.contact_id
  LEFT JOIN profiles u ON u.id = c.user_id
 WHERE c.workspace_id = :workspace_id AND (:status IS NULL OR c.status = :status) AND (:direction IS NULL OR c.direction = :direction)
   AND (:member IS NULL OR c.user_id = (SELECT app.find_member(:workspace_id, :member)))
   AND (:search IS NULL OR strpos(lower(concat_ws(E'\n', c.purpose, c.outcome, c.notes, c.transcript)), lower(:search)) > 0)
   AND (:since IS NULL OR coalesce(c.started_at, c.call_after, c.created_at) >= :since)
 ORDER BY coalesce(c.started_at, c.call_after, c.created_at) DESC, c.id
