-- name: updatePhoneNumber
-- title: Update phone number
-- description: Changes a phone number's label, member or forwarding, or what it may do. setDefaultPhoneNumber picks the
--   one used by default.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no such phone number; listPhoneNumbers lists them.
-- param number string min_length=7 max_length=40: The number.
-- param label string optional min_length=1 max_length=100: What it is for.
-- param canSms boolean optional: Whether it can send text messages.
-- param canCall boolean optional: Whether it can make calls.
-- param assignTo string optional min_length=1 max_length=320: Whose it is: "me", or a member's full name or e-mail
--   address.
-- param forwardTo string optional min_length=7 max_length=40: Where calls to it go on to.

UPDATE phone_numbers n
   SET label = coalesce(:label, n.label), can_sms = coalesce(:canSms, n.can_sms), can_call = coalesce(:canCall, n.can_call),
       assigned_to = coalesce((SELECT app.find_member(:workspace_id, :assignTo)), n.assigned_to),
       forward_to = CASE WHEN :forwardTo IS NULL THEN n.forward_to ELSE app.phone_number(:forwardTo) END
 WHERE n.workspace_id = :workspace_id AND n.number = app.phone_number(:number) AND n.released_at IS NULL
RETURNING n.number, n.label, n.can_sms AS "canSms", n.can_call AS "canCall", n.forward_to AS "forwardTo"
