-- name: updateCall
-- title: Update call
-- description: Changes what is recorded about a call: its outcome, notes or transcript.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no call with this id; getCalls finds ids.
-- param callId uuid: The call.
-- param outcome string optional max_length=500: What came of it, in a line.
-- param notes string optional max_length=20000: What was said.
-- param transcript string optional max_length=100000: What was said, word for word.

UPDATE calls c SET outcome = coalesce(:outcome, c.outcome), notes = coalesce(:notes, c.notes), transcript = coalesce(:transcript, c.transcript)
 WHERE c.workspace_id = :workspace_id AND c.id = :callId
RETURNING c.id AS "callId", c.status, c.outcome, c.notes
