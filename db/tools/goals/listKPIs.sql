-- name: listKPIs
-- title: List KPIs
-- description: Lists the key figures with their latest value, the one before, the target and whether it is met.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: There are no key figures; createKPI adds one.
-- param search string optional min_length=1 max_length=200: Text in the name or description.

SELECT k.name, v.value, k.unit, v.measured_on AS "measuredOn", v.before AS "previousValue", k.target, k.better,
       CASE WHEN k.better = 'higher' THEN v.value >= k.target ELSE v.value <= k.target END AS "targetMet",
       k.frequency, u.full_name AS owner
  FROM kpis k
  LEFT JOIN LATERAL (SELECT m.value, m.measured_on, lead(m.value) OVER (ORDER BY m.measured_on DESC) AS before
                       FROM kpi_values m WHERE m.workspace_id = k.workspace_id AND m.kpi_id = k.id
                      ORDER BY m.measured_on DESC LIMIT 1) v ON true
  LEFT JOIN profiles u ON u.id = k.owner_id
 WHERE k.workspace_id = :workspace_id AND (:search IS NULL OR strpos(lower(concat_ws(E'\n', k.name, k.description)), lower(:search)) > 0)
 ORDER BY lower(k.name)
