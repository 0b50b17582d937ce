-- name: findFreeTime
-- title: Find free time
-- description: Finds when several members are all free on a day between two hours (UTC), as gaps between their meetings
--   that are long enough.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: They are never free together that long on this day.
-- param members array(string) min_items=1 max_items=20: Who must be free, by full names or e-mail addresses, "me" for
--   the user.
-- param on date: The day.
-- param fromHour integer min=0 max=23 default=8: From which hour, UTC.
-- param toHour integer min=1 max=24 default=18: To which hour, UTC.
-- param minutes integer min=5 max=600 default=30: How long at least.

WITH day AS (
  SELECT (:on + make_interval(hours => :fromHour::int)) AT TIME ZONE 'UTC' AS first,
         (:on + make_interval(hours => :toHour::int)) AT TIME ZONE 'UTC' AS last
), who AS (
  SELECT app.find_member(:workspace_id, a.name) AS id FROM unnest(:members) AS a (name)
), busy AS (
  SELECT range_agg(tstzrange(e.starts_at, e.ends_at)) AS spans
    FROM meetings e JOIN meeting_attendees a ON a.workspace_id = e.workspace_id AND a.meeting_id = e.id, day
   WHERE e.workspace_id = :workspace_id AND a.user_id IN (SELECT who.id FROM who) AND e.starts_at < day.last AND e.ends_at > day.first
)
SELECT lower(gap) AS "from", upper(gap) AS "to", floor(extract(epoch FROM upper(gap) - lower(gap)) / 60)::int AS minutes
  FROM day, busy, unnest(tstzmultirange(tstzrange(day.first, day.last)) - coalesce(busy.spans, '{}')) AS gap
 WHERE upper(gap) - lower(gap) >= make_interval(mins => :minutes::int) AND EXISTS (SELECT FROM workspaces w WHERE w.id = :workspace_id)
 ORDER BY lower(gap)
