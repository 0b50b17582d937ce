-- name: setDefaultPhoneNumber
-- title: Set default phone number
-- description: Makes a number the one that messages and calls leave from when nobody names another.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no such phone number; listPhoneNumbers lists them.
-- param number string min_length=7 max_length=40: The number.

WITH wanted AS (
  SELECT n.id FROM phone_numbers n
   WHERE n.workspace_id = :workspace_id AND n.number = app.phone_number(:number) AND n.released_at IS NULL
), before AS (
  UPDATE phone_numbers n SET is_default = false FROM wanted
   WHERE n.workspace_id = :workspace_id AND n.is_default AND n.id <> wanted.id RETURNING n.id
)
UPDATE phone_numbers n SET is_default = true FROM wanted
 WHERE n.workspace_id = :workspace_id AND n.id = wanted.id AND (SELECT count(*) FROM before) >= 0
RETURNING n.number, n.label, n.is_default AS "isDefault"
