-- name: completeExitPlanStep
-- title: Complete exit plan step
-- description: Marks a step of an exit plan as done.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no such step that the user may see; getExitPlan lists them.
-- param stepId uuid: The step.
-- param doneOn date optional: When it was done; today if absent.

UPDATE exit_plan_steps s SET done_on = coalesce(:doneOn, s.done_on, current_date)
 WHERE s.workspace_id = :workspace_id AND s.id = :stepId
RETURNING s.id AS "stepId", s.title, s.done_on AS "doneOn",
          (SELECT count(*) FROM exit_plan_steps o WHERE o.workspace_id = s.workspace_id AND o.exit_plan_id = s.exit_plan_id
              AND o.done_on IS NULL AND o.id <> s.id) AS "stepsLeft"
