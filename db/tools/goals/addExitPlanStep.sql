-- name: addExitPlanStep
-- title: Add exit plan step
-- description: Adds a step to an exit plan.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: There is no exit plan with this name that the user may see; listExitPlans lists them.
-- param plan string min_length=1 max_length=200: The exit plan's name.
-- param title string min_length=1 max_length=300: What is to be done.
-- param dueOn date optional: By when.
-- param owner string optional min_length=1 max_length=320: Who does it; the user if absent: "me", or a member's full
--   name or e-mail address.

INSERT INTO exit_plan_steps (workspace_id, exit_plan_id, title, due_on, owner_id)
SELECT p.workspace_id, p.id, :title, :dueOn, coalesce((SELECT app.find_member(:workspace_id, :owner)), :user_id)
  FROM exit_plans p WHERE p.workspace_id = :workspace_id AND lower(p.name) = lower(:plan)
RETURNING id AS "stepId", title, due_on AS "dueOn"
