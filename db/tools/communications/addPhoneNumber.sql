-- name: addPhoneNumber
-- title: Add phone number
-- description: Adds a phone number that the workspace owns already, so that calls and messages can name it. It rents no
--   number.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: Nothing was added.
-- on phone_numbers_number: This workspace has this number already.
-- param number string min_length=7 max_length=40: The number with its country code, like "+47 22 00 01 01".
-- param label string min_length=1 max_length=100: What it is for, like "Front desk".
-- param canSms boolean default=true: Whether it can send text messages.
-- param canCall boolean default=true: Whether it can make calls.
-- param assignTo string optional min_length=1 max_length=320: Whose it is: "me", or a member's full name or e-mail
--   address.

INSERT INTO phone_numbers (workspace_id, number, label, can_sms, can_call, assigned_to, is_default)
SELECT :workspace_id, app.phone_number(:number), :label, :canSms, :canCall, (SELECT app.find_member(:workspace_id, :assignTo)),
       NOT EXISTS (SELECT FROM phone_numbers n WHERE n.workspace_id = :workspace_id AND n.is_default)
RETURNING number, label, is_default AS "isDefault"
