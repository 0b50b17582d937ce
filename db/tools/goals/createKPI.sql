-- name: createKPI
-- title: Create KPI
-- description: Adds a key figure to measure. Values come with trackKPI.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: Nothing was created.
-- on kpis_name: There is a key figure with this name already.
-- on kpis_workspace_id_goal_id_fkey: There is no goal with this id; listGoals finds ids.
-- param name string min_length=1 max_length=100: Its name, like "Monthly recurring revenue".
-- param description string optional max_length=2000: How it is measured.
-- param unit string default="count" min_length=1 max_length=30: What a value counts, like "USD", "percent" or "days".
-- param better enum(higher,lower) default=higher: Which way is better.
-- param target number optional min=-100000000000 max=100000000000: Where it should be.
-- param frequency enum(day,week,month,quarter) default=month: How often it is measured.
-- param goalId uuid optional: The goal that it serves.
-- param owner string optional min_length=1 max_length=320: Who measures it; the user if absent: "me", or a member's
--   full name or e-mail address.

INSERT INTO kpis (workspace_id, name, description, unit, better, target, frequency, goal_id, owner_id)
VALUES (:workspace_id, :name, :description, :unit, :better, :target, :frequency, :goalId,
        coalesce((SELECT app.find_member(:workspace_id, :owner)), :user_id))
RETURNING name, unit, better, target, frequency
