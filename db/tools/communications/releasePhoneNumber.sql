-- name: releasePhoneNumber
-- title: Release phone number
-- description: Takes a phone number out of use. Its calls and messages stay readable. The number itself is not given
--   back to a carrier.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: There is no such phone number in use; listPhoneNumbers lists them.
-- param number string min_length=7 max_length=40: The number.

UPDATE phone_numbers n SET released_at = now(), is_default = false, assigned_to = NULL
 WHERE n.workspace_id = :workspace_id AND n.number = app.phone_number(:number) AND n.released_at IS NULL
RETURNING n.number, true AS released
