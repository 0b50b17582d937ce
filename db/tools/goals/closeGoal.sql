-- name: closeGoal
-- title: Close goal
-- description: Ends a goal as achieved or dropped, or opens it again with "active".
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no goal with this id; listGoals finds ids.
-- param goalId uuid: The goal.
-- param status enum(achieved,dropped,active): How it ended.

UPDATE goals g SET status = :status, closed_on = CASE WHEN :status <> 'active' THEN coalesce(g.closed_on, current_date) END
 WHERE g.workspace_id = :workspace_id AND g.id = :goalId
RETURNING g.id AS "goalId", g.name, g.status, g.closed_on AS "closedOn"
