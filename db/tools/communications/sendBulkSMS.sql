-- name: sendBulkSMS
-- title: Send bulk SMS
-- description: Queues one text message for every contact that has a tag and a phone number. Blocked numbers are left
--   out. Always show the user the text and how many contacts carry the tag first.
-- effect: writes
-- idempotent: no
-- result: rows
-- row_cap: 200
-- when_empty: No contact with this tag has a phone number that may be written to; nothing was queued.
-- param tag string min_length=1 max_length=100: The contacts' tag.
-- param body string min_length=1 max_length=1600: The text; "{name}" stands for the contact's full name.
-- param from string optional min_length=7 max_length=40: Which number of ours; the user's own or the default one if
--   absent.

WITH people AS (
  SELECT DISTINCT ON (regexp_replace(c.phone, '[ ()./-]', '', 'g')) c.id, c.full_name, app.phone_number(c.phone) AS number
    FROM contacts c
   WHERE c.workspace_id = :workspace_id AND lower(:tag) = ANY (c.tags) AND c.phone ~ '^(\+|00)[1-9][0-9 ()./-]{6,}$'
   ORDER BY regexp_replace(c.phone, '[ ()./-]', '', 'g'), c.created_at
   LIMIT 200
)
INSERT INTO sms_messages (workspace_id, phone_number_id, contact_id, user_id, direction, peer, body, status)
SELECT :workspace_id, own.id, p.id, :user_id, 'outbound', p.number, left(replace(:body, '{name}', p.full_name), 1600), 'queued'
  FROM people p, (SELECT app.find_own_number(:workspace_id, :from, 'sms') AS id) own
 WHERE NOT EXISTS (SELECT FROM blocked_numbers b WHERE b.workspace_id = :workspace_id AND b.number = p.number)
RETURNING id AS "smsId", peer AS "to", status, 'Queued in the outbox. No carrier is attached, so it has not been sent.' AS delivery
