-- name: initiateCall
-- title: Initiate call
-- description: Queues a call to a contact or a phone number. Ask the user first. The answer says whether anybody is
--   being called.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: Nothing was queued.
-- param to string min_length=1 max_length=320: A phone number with its country code, or a contact's full name or e-mail
--   address.
-- param purpose string min_length=1 max_length=1000: What the call is about.
-- param from string optional min_length=7 max_length=40: Which number of ours; the user's own or the default one if
--   absent.
-- param callAfter datetime optional: Not before this time; as soon as possible if absent.

INSERT INTO calls (workspace_id, phone_number_id, contact_id, user_id, direction, peer, status, purpose, call_after)
SELECT :workspace_id, app.find_own_number(:workspace_id, :from, 'call'), p.contact_id, :user_id, 'outbound', p.number, 'queued', :purpose, :callAfter
  FROM app.find_peer(:workspace_id, :to) p
RETURNING id AS "callId", peer AS "to", status, call_after AS "callAfter",
          'Queued in the outbox. No carrier is attached, so nobody has been called.' AS delivery
