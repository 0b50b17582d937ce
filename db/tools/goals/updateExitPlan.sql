-- name: updateExitPlan
-- title: Update exit plan
-- description: Changes an exit plan: its state, date, valuation, owner or notes. "dropped" puts it aside and keeps it
--   readable.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no exit plan with this name that the user may see; listExitPlans lists them.
-- on exit_plans_name: There is an exit plan with this name already.
-- param plan string min_length=1 max_length=200: Its name as it is now.
-- param newName string optional min_length=1 max_length=200: Its new name.
-- param status enum(draft,preparing,in_talks,closed,dropped) optional: How far it is.
-- param targetDate date optional: By when.
-- param targetValuation number optional min=0 max=999999999999: What the business should be worth by then.
-- param notes string optional max_length=20000: Terms, people, conditions.
-- param owner string optional min_length=1 max_length=320: Whose it is: "me", or a member's full name or e-mail
--   address.

UPDATE exit_plans p
   SET name = coalesce(:newName, p.name), status = coalesce(:status, p.status), target_date = coalesce(:targetDate, p.target_date),
       target_valuation = coalesce(:targetValuation, p.target_valuation), notes = coalesce(:notes, p.notes),
       owner_id = coalesce((SELECT app.find_member(:workspace_id, :owner)), p.owner_id)
 WHERE p.workspace_id = :workspace_id AND lower(p.name) = lower(:plan)
RETURNING p.name, p.status, p.target_date AS "targetDate", p.target_valuation AS "targetValuation", p.currency
