-- name: getCallReport
-- title: Get call report
-- description: Calls of each member in a period: how many, how many missed, and how long they took.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: There were no calls in this period.
-- param from date: The first day.
-- param to date: The last day.

SELECT coalesce(u.full_name, 'nobody') AS member, count(*) FILTER (WHERE c.direction = 'outbound') AS made,
       count(*) FILTER (WHERE c.direction = 'inbound' AND c.status = 'completed') AS taken,
       count(*) FILTER (WHERE c.status IN ('missed', 'voicemail')) AS missed,
       round(sum(c.duration_seconds) / 60.0, 1) AS minutes
  FROM calls c
  LEFT JOIN profiles u ON u.id = c.user_id
 WHERE c.workspace_id = :workspace_id AND c.status NOT IN ('queued', 'cancelled')
   AND coalesce(c.started_at, c.created_at) >= :from AND coalesce(c.started_at, c.created_at) < :to + 1
 GROUP BY u.id, u.full_name
 ORDER BY minutes DESC, member
