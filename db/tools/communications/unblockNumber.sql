-- name: unblockNumber
-- title: Unblock number
-- description: Allows calls and messages to a number again.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: This number is not blocked; getBlockedNumbers lists those that are.
-- param number string min_length=7 max_length=40: The number with its country code.

DELETE FROM blocked_numbers b WHERE b.workspace_id = :workspace_id AND b.number = app.phone_number(:number)
RETURNING b.number, true AS unblocked
