-- name: sendSMS
-- title: Send SMS
-- description: Queues a text message to a contact or a phone number. Show the user the text first unless they dictated
--   it. The answer says whether it has left.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: Nothing was queued.
-- param to string min_length=1 max_length=320: A phone number with its country code, or a contact's full name or e-mail
--   address.
-- param body string min_length=1 max_length=1600: The text; beyond 160 characters it travels in parts.
-- param from string optional min_length=7 max_length=40: Which number of ours; the user's own or the default one if
--   absent.
-- param sendAfter datetime optional: Not before this time; as soon as possible if absent.

INSERT INTO sms_messages (workspace_id, phone_number_id, contact_id, user_id, direction, peer, body, status, send_after)
SELECT :workspace_id, app.find_own_number(:workspace_id, :from, 'sms'), p.contact_id, :user_id, 'outbound', p.number, :body, 'queued', :sendAfter
  FROM app.find_peer(:workspace_id, :to) p
RETURNING id AS "smsId", peer AS "to", status, send_after AS "sendAfter",
          'Queued in the outbox. No carrier is attached, so it has not been sent.' AS delivery
