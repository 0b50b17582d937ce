-- name: updateGoal
-- title: Update goal
-- description: Changes what a goal is about: its name, target, date, owner or place. For progress use
--   recordGoalProgress.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no goal with this id; listGoals finds ids.
-- on goals_way_to_go: target must differ from where the goal starts.
-- on goals_due_after_start: A goal cannot be due before it starts.
-- on goals_not_its_own_part: A goal cannot be part of itself.
-- on goals_workspace_id_parent_id_fkey: There is no goal with this parent id; listGoals finds ids.
-- param goalId uuid: The goal.
-- param name string optional min_length=1 max_length=200: The goal in a line.
-- param description string optional max_length=20000: Why, and what counts.
-- param target number optional min=-100000000000 max=100000000000: The value to reach.
-- param unit string optional min_length=1 max_length=30: What the values count.
-- param dueOn date optional: By when.
-- param owner string optional min_length=1 max_length=320: Whose it is: "me", or a member's full name or e-mail
--   address.
-- param partOf uuid optional: The goal that it is a part of.

UPDATE goals g
   SET name = coalesce(:name, g.name), description = coalesce(:description, g.description), target_value = coalesce(:target, g.target_value),
       unit = coalesce(:unit, g.unit), due_on = coalesce(:dueOn, g.due_on), parent_id = coalesce(:partOf, g.parent_id),
       owner_id = coalesce((SELECT app.find_member(:workspace_id, :owner)), g.owner_id)
 WHERE g.workspace_id = :workspace_id AND g.id = :goalId
RETURNING g.id AS "goalId", g.name, g.current_value AS current, g.target_value AS target, g.unit, g.due_on AS "dueOn", g.status
