-- name: listExitPlans
-- title: List exit plans
-- description: Lists the owners' plans for a sale, a merger or a handover, with what is done and the latest valuation.
--   Only owners and admins see them.
-- effect: read_only
-- result: rows
-- row_cap: 50
-- when_empty: There are no exit plans that the user may see; createExitPlan adds one.

SELECT p.name, p.kind, p.status, p.target_date AS "targetDate", p.target_valuation AS "targetValuation", p.currency,
       (SELECT count(*) FILTER (WHERE s.done_on IS NOT NULL) || ' of ' || count(*) FROM exit_plan_steps s
         WHERE s.workspace_id = p.workspace_id AND s.exit_plan_id = p.id) AS "stepsDone",
       (SELECT v.amount FROM valuations v WHERE v.workspace_id = p.workspace_id AND v.currency = p.currency
         ORDER BY v.valued_on DESC, v.created_at DESC LIMIT 1) AS "latestValuation", u.full_name AS owner
  FROM exit_plans p
  LEFT JOIN profiles u ON u.id = p.owner_id
 WHERE p.workspace_id = :workspace_id
 ORDER BY p.target_date NULLS LAST, lower(p.name)
