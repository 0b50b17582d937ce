-- name: getExitPlan
-- title: Get exit plan
-- description: One exit plan with its steps in order of their dates and the gap to the valuation that it aims at.
-- effect: read_only
-- result: row
-- when_empty: There is no exit plan with this name that the user may see; listExitPlans lists them.
-- param plan string min_length=1 max_length=200: Its name.

SELECT p.name, p.kind, p.status, p.target_date AS "targetDate", p.target_valuation AS "targetValuation", p.currency, p.notes, u.full_name AS owner,
       v.amount AS "latestValuation", v.valued_on AS "valuedOn", p.target_valuation - v.amount AS gap,
       (SELECT coalesce(json_agg(json_build_object('stepId', s.id, 'title', s.title, 'dueOn', s.due_on, 'doneOn', s.done_on, 'owner', o.full_name)
                                 ORDER BY s.due_on NULLS LAST, s.created_at, s.id), '[]')
          FROM exit_plan_steps s LEFT JOIN profiles o ON o.id = s.owner_id
         WHERE s.workspace_id = p.workspace_id AND s.exit_plan_id = p.id) AS steps
  FROM exit_plans p
  LEFT JOIN profiles u ON u.id = p.owner_id
  LEFT JOIN LATERAL (SELECT x.amount, x.valued_on FROM valuations x WHERE x.workspace_id = p.workspace_id AND x.currency = p.currency
                      ORDER BY x.valued_on DESC, x.created_at DESC LIMIT 1) v ON true
 WHERE p.workspace_id = :workspace_id AND lower(p.name) = lower(:plan)
