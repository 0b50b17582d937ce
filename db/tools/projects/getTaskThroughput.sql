-- name: getTaskThroughput
-- title: Get task throughput
-- description: How many tasks were created and completed in each week, oldest first.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: No weeks.
-- param weeks integer min=1 max=52 default=8: How many weeks.

SELECT w.week::date AS "weekFrom",
       (SELECT count(*) FROM tasks k WHERE k.workspace_id = :workspace_id AND k.created_at >= w.week AND k.created_at < w.week + interval '7 days') AS created,
       (SELECT count(*) FROM tasks k WHERE k.workspace_id = :workspace_id AND k.status = 'done'
           AND k.completed_at >= w.week AND k.completed_at < w.week + interval '7 days') AS completed
  FROM generate_series(date_trunc('week', now()) - make_interval(weeks => :weeks::int - 1), date_trunc('week', now()), interval '7 days') AS w (week)
 WHERE EXISTS (SELECT FROM workspaces v WHERE v.id = :workspace_id)
 ORDER BY w.week
