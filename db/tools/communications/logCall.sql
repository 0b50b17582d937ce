-- name: logCall
-- title: Log call
-- description: Records a call that was made or taken by hand.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: Nothing was recorded.
-- param with string min_length=1 max_length=320: A phone number with its country code, or a contact's full name or
--   e-mail address.
-- param direction enum(inbound,outbound): Who called.
-- param startedAt datetime: When it began.
-- param minutes number default=0 min=0 max=1440: How long it took.
-- param status enum(completed,missed,voicemail) default=completed: How it went.
-- param outcome string optional max_length=500: What came of it, in a line.
-- param notes string optional max_length=20000: What was said.
-- param number string optional min_length=7 max_length=40: Over which number of ours; the user's own or the default one
--   if absent.

INSERT INTO calls (workspace_id, phone_number_id, contact_id, user_id, direction, peer, status, started_at, duration_seconds, outcome, notes)
SELECT :workspace_id, app.find_own_number(:workspace_id, :number, 'any'), p.contact_id, :user_id, :direction, p.number, :status, :startedAt,
       round(:minutes * 60)::integer, :outcome, :notes
  FROM app.find_peer(:workspace_id, :with) p
RETURNING id AS "callId", peer AS with, status, duration_seconds AS "durationSeconds"
