-- name: rescheduleMeeting
-- title: Reschedule meeting
-- description: Moves a meeting to another time, keeping its length unless another is given.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no meeting with this id; getUpcomingMeetings finds ids.
-- param meetingId uuid: The meeting.
-- param startsAt datetime: When it begins.
-- param minutes integer optional min=5 max=1440: How long it takes.

UPDATE meetings e SET starts_at = :startsAt, ends_at = :startsAt + coalesce(make_interval(mins => :minutes::int), e.ends_at - e.starts_at)
 WHERE e.workspace_id = :workspace_id AND e.id = :meetingId
RETURNING e.id AS "meetingId", e.title, e.starts_at AS "startsAt", e.ends_at AS "endsAt"
