-- name: getGoalsAtRisk
-- title: Get goals at risk
-- description: Active goals that are late, more than 20 points behind the time that has passed, or that nobody has
--   reported on for long, with the reasons.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: No active goal is at risk.
-- param silentDays integer min=1 max=365 default=45: From how many days without a report on a goal counts as silent.

SELECT r.id AS "goalId", r.name, r.owner, r.progress AS "progressPercent", r.due_on AS "dueOn", r.reasons
  FROM (SELECT g.id, g.name, u.full_name AS owner, x.progress, g.due_on, array_remove(ARRAY[
               CASE WHEN g.due_on < current_date THEN 'past its date' END,
               CASE WHEN g.due_on > g.starts_on AND g.due_on >= current_date
                     AND x.progress < 100.0 * (current_date - g.starts_on) / (g.due_on - g.starts_on) - 20 THEN 'behind schedule' END,
               CASE WHEN coalesce((SELECT max(h.created_at)::date FROM goal_updates h WHERE h.workspace_id = g.workspace_id AND h.goal_id = g.id),
                                  g.starts_on) < current_date - :silentDays::integer THEN 'no report for long' END], NULL) AS reasons
          FROM goals g
          CROSS JOIN LATERAL (SELECT round(100 * (g.current_value - g.start_value) / (g.target_value - g.start_value)) AS progress) x
          LEFT JOIN profiles u ON u.id = g.owner_id
         WHERE g.workspace_id = :workspace_id AND g.status = 'active') r
 WHERE cardinality(r.reasons) > 0
 ORDER BY cardinality(r.reasons) DESC, r.due_on NULLS LAST, r.name
