-- name: recordGoalProgress
-- title: Record goal progress
-- description: Records where a goal stands now, with a word on why.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: There is no active goal with this id; listGoals finds ids, closeGoal opens a closed one again.
-- param goalId uuid: The goal.
-- param value number min=-100000000000 max=100000000000: The value now, in the goal's unit.
-- param note string optional max_length=2000: What happened.

WITH moved AS (
  UPDATE goals g SET current_value = :value WHERE g.workspace_id = :workspace_id AND g.id = :goalId AND g.status = 'active'
  RETURNING g.*
), noted AS (
  INSERT INTO goal_updates (workspace_id, goal_id, user_id, value, note)
  SELECT m.workspace_id, m.id, :user_id, :value, :note FROM moved m RETURNING id
)
SELECT m.id AS "goalId", m.name, m.current_value AS current, m.target_value AS target, m.unit,
       round(100 * (m.current_value - m.start_value) / (m.target_value - m.start_value)) AS "progressPercent"
  FROM moved m, noted
