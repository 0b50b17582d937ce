-- name: blockNumber
-- title: Block number
-- description: Blocks a number: nobody here can call it or write to it until unblockNumber. What is queued for it is
--   taken back.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: Nothing was blocked.
-- param number string min_length=7 max_length=40: The number with its country code.
-- param reason string optional max_length=500: Why, like "asked us to stop".

WITH sms AS (
  UPDATE sms_messages s SET status = 'cancelled'
   WHERE s.workspace_id = :workspace_id AND s.peer = app.phone_number(:number) AND s.status = 'queued' RETURNING s.id
), gone AS (
  UPDATE calls c SET status = 'cancelled'
   WHERE c.workspace_id = :workspace_id AND c.peer = app.phone_number(:number) AND c.status = 'queued' RETURNING c.id
)
INSERT INTO blocked_numbers AS b (workspace_id, number, reason, blocked_by)
SELECT :workspace_id, app.phone_number(:number), :reason, :user_id
ON CONFLICT (workspace_id, number) DO UPDATE SET reason = coalesce(excluded.reason, b.reason)
RETURNING b.number, b.reason, (SELECT count(*) FROM sms) + (SELECT count(*) FROM gone) AS "takenBack"
