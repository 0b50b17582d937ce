-- name: getUpcomingMeetings
-- title: Get upcoming meetings
-- description: The next meetings with time, place and who comes, the earliest first.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: No meeting is planned in that time.
-- param days integer min=1 max=365 default=14: How many days ahead.
-- param whose enum(mine,everyone) default=mine: The user's own, or all of the workspace.
-- param limit integer min=1 max=100 default=25: How many rows to return.

SELECT e.id AS "meetingId", e.title, e.starts_at AS "startsAt", e.ends_at AS "endsAt", e.location, o.full_name AS organizer,
       ARRAY(SELECT u.full_name FROM meeting_attendees a JOIN profiles u ON u.id = a.user_id
              WHERE a.workspace_id = e.workspace_id AND a.meeting_id = e.id ORDER BY u.full_name) AS attendees
  FROM meetings e LEFT JOIN profiles o ON o.id = e.organizer_id
 WHERE e.workspace_id = :workspace_id AND e.ends_at > now() AND e.starts_at < now() + make_interval(days => :days::int)
   AND (:whose = 'everyone' OR e.organizer_id = :user_id OR EXISTS (SELECT FROM meeting_attendees a
         WHERE a.workspace_id = e.workspace_id AND a.meeting_id = e.id AND a.user_id = :user_id))
 ORDER BY e.starts_at, e.id
