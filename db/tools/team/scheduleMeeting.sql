-- name: scheduleMeeting
-- title: Schedule meeting
-- description: Plans a meeting with members of the workspace; the user comes too.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: Nothing was created.
-- param title string min_length=1 max_length=300: What it is about.
-- param startsAt datetime: When it begins.
-- param minutes integer min=5 max=1440 default=60: How long it takes.
-- param attendees array(string) max_items=50 default=[]: Who comes, by full names or e-mail addresses.
-- param location string optional max_length=500: Where.

WITH made AS (
  INSERT INTO meetings (workspace_id, organizer_id, title, location, starts_at, ends_at)
  VALUES (:workspace_id, :user_id, :title, :location, :startsAt, :startsAt + make_interval(mins => :minutes::int))
  RETURNING id, title, starts_at, ends_at
), invited AS (
  INSERT INTO meeting_attendees (workspace_id, meeting_id, user_id)
  SELECT DISTINCT :workspace_id, made.id, w.id
    FROM made, (SELECT app.find_member(:workspace_id, a.name) AS id FROM unnest(:attendees) AS a (name) UNION SELECT :user_id) w
  RETURNING user_id
)
SELECT made.id AS "meetingId", made.title, made.starts_at AS "startsAt", made.ends_at AS "endsAt", (SELECT count(*) FROM invited) AS attendees FROM made
