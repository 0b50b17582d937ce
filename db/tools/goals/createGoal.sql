-- name: createGoal
-- title: Create goal
-- description: Adds a goal that can be measured: from which value to which, in which unit, by when.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: Nothing was created.
-- on goals_way_to_go: target must differ from where the goal starts.
-- on goals_due_after_start: A goal cannot be due before it starts.
-- on goals_workspace_id_parent_id_fkey: There is no goal with this parent id; listGoals finds ids.
-- param name string min_length=1 max_length=200: The goal in a line, like "Twelve retainer clients".
-- param description string optional max_length=20000: Why, and what counts.
-- param start number default=0 min=-100000000000 max=100000000000: The value it begins at.
-- param target number default=100 min=-100000000000 max=100000000000: The value to reach.
-- param unit string default="percent" min_length=1 max_length=30: What the values count, like "clients", "USD" or
--   "percent".
-- param dueOn date optional: By when.
-- param owner string optional min_length=1 max_length=320: Whose it is; the user's if absent: "me", or a member's full
--   name or e-mail address.
-- param partOf uuid optional: The goal that it is a part of.

INSERT INTO goals (workspace_id, name, description, start_value, current_value, target_value, unit, due_on, owner_id, parent_id)
VALUES (:workspace_id, :name, :description, :start, :start, :target, :unit, :dueOn,
        coalesce((SELECT app.find_member(:workspace_id, :owner)), :user_id), :partOf)
RETURNING id AS "goalId", name, start_value AS start, target_value AS target, unit, due_on AS "dueOn"
