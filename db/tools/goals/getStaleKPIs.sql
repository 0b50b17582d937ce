-- name: getStaleKPIs
-- title: Get stale KPIs
-- description: Key figures that should have been measured again by now, with whom to ask.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: All key figures are up to date.

SELECT k.name, k.frequency, v.last AS "measuredOn", current_date - v.last AS "daysAgo", u.full_name AS owner
  FROM kpis k
  LEFT JOIN LATERAL (SELECT max(m.measured_on) AS last FROM kpi_values m WHERE m.workspace_id = k.workspace_id AND m.kpi_id = k.id) v ON true
  LEFT JOIN profiles u ON u.id = k.owner_id
 WHERE k.workspace_id = :workspace_id
   AND (v.last IS NULL OR v.last + ('1 ' || CASE k.frequency WHEN 'quarter' THEN '3 months' ELSE k.frequency END)::interval < current_date)
 ORDER BY v.last NULLS FIRST, lower(k.name)
