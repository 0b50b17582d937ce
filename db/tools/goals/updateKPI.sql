-- name: updateKPI
-- title: Update KPI
-- description: Changes a key figure's name, target, direction, rhythm, owner or goal. Values stay as they are.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no key figure with this name; listKPIs lists them.
-- on kpis_name: There is a key figure with this name already.
-- on kpis_workspace_id_goal_id_fkey: There is no goal with this id; listGoals finds ids.
-- param kpi string min_length=1 max_length=100: Its name as it is now.
-- param newName string optional min_length=1 max_length=100: Its new name.
-- param description string optional max_length=2000: How it is measured.
-- param better enum(higher,lower) optional: Which way is better.
-- param target number optional min=-100000000000 max=100000000000: Where it should be.
-- param frequency enum(day,week,month,quarter) optional: How often it is measured.
-- param goalId uuid optional: The goal that it serves.
-- param owner string optional min_length=1 max_length=320: Who measures it: "me", or a member's full name or e-mail
--   address.

UPDATE kpis k
   SET name = coalesce(:newName, k.name), description = coalesce(:description, k.description), better = coalesce(:better, k.better),
       target = coalesce(:target, k.target), frequency = coalesce(:frequency, k.frequency), goal_id = coalesce(:goalId, k.goal_id),
       owner_id = coalesce((SELECT app.find_member(:workspace_id, :owner)), k.owner_id)
 WHERE k.workspace_id = :workspace_id AND lower(k.name) = lower(:kpi)
RETURNING k.name, k.unit, k.better, k.target, k.frequency
