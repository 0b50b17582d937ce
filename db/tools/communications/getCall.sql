-- name: getCall
-- title: Get call
-- description: One call with its notes and transcript.
-- effect: read_only
-- result: row
-- when_empty: There is no call with this id; getCalls finds ids.
-- param callId uuid: The call.

SELECT c.id AS "callId", c.direction, n.number AS "ourNumber", c.peer AS number, k.full_name AS contact, c.status, c.purpose, c.started_at AS "startedAt",
       c.duration_seconds AS "durationSeconds", c.outcome, c.notes, c.transcript, u.full_name AS by
  FROM calls c
  JOIN phone_numbers n ON n.workspace_id = c.workspace_id AND n.id = c.phone_number_id
  LEFT JOIN contacts k ON k.workspace_id = c.workspace_id AND k.id = c.contact_id
  LEFT JOIN profiles u ON u.id = c.user_id
 WHERE c.workspace_id = :workspace_id AND c.id = :callId
