-- name: deleteTimeEntry
-- title: Delete time entry
-- description: Deletes hours that the user recorded.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: The user has no time entry with this id; nothing was deleted. getTimeEntries finds ids.
-- param timeEntryId uuid: The entry.

DELETE FROM time_entries e WHERE e.workspace_id = :workspace_id AND e.id = :timeEntryId AND e.user_id = :user_id
RETURNING e.id AS "timeEntryId", e.day, e.hours, true AS deleted
