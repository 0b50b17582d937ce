-- name: deleteGoal
-- title: Delete goal
-- description: Deletes a goal and the record of its progress for good. Its parts and key figures stay. To end a goal
--   use closeGoal.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: There is no goal with this id; nothing was deleted.
-- param goalId uuid: The goal.

DELETE FROM goals g WHERE g.workspace_id = :workspace_id AND g.id = :goalId RETURNING g.name, true AS deleted
