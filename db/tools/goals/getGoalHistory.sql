-- name: getGoalHistory
-- title: Get goal history
-- description: How a goal moved: each recorded value with who recorded it and why, newest first.
-- effect: read_only
-- result: rows
-- row_cap: 200
-- when_empty: No progress is recorded for this goal.
-- param goalId uuid: The goal.
-- param limit integer min=1 max=200 default=50: How many rows to return.

SELECT h.value, h.value - lag(h.value) OVER (ORDER BY h.created_at, h.id) AS change, h.note, u.full_name AS by, h.created_at AS at
  FROM goal_updates h
  LEFT JOIN profiles u ON u.id = h.user_id
 WHERE h.workspace_id = :workspace_id AND h.goal_id = :goalId
 ORDER BY h.created_at DESC, h.id
