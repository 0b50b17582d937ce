-- name: getActivityReport
-- title: Get activity report
-- description: How many calls, e-mails, meetings and notes each member did in a period. Without dates the last 30 days.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: Nothing was done in this period.
-- param from date optional: First day.
-- param to date optional: Last day; today if absent.

SELECT p.full_name AS member, count(*) AS activities, count(*) FILTER (WHERE a.kind = 'call') AS calls,
       count(*) FILTER (WHERE a.kind = 'email') AS emails, count(*) FILTER (WHERE a.kind = 'meeting') AS meetings,
       count(DISTINCT a.contact_id) AS contacts
  FROM activities a LEFT JOIN profiles p ON p.id = a.user_id
 WHERE a.workspace_id = :workspace_id AND a.done_at >= coalesce(:from, current_date - 30) AND a.done_at < coalesce(:to, current_date) + 1
 GROUP BY p.full_name
 ORDER BY activities DESC, 1
