-- name: cancelMeeting
-- title: Cancel meeting
-- description: Cancels a meeting: it is deleted for everybody. Ask the user before you use it.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: There is no meeting with this id; getUpcomingMeetings finds ids.
-- param meetingId uuid: The meeting.

DELETE FROM meetings e WHERE e.workspace_id = :workspace_id AND e.id = :meetingId
RETURNING e.id AS "meetingId", e.title, true AS cancelled
