-- name: compareKPIs
-- title: Compare KPIs
-- description: Compares the average of each key figure in two periods.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: No key figure has values in these periods.
-- param from date: The first day of the later period.
-- param to date: The last day of the later period.
-- param beforeFrom date: The first day of the earlier period.
-- param beforeTo date: The last day of the earlier period.

SELECT c.name, c.unit, c.now AS "average", c.before AS "averageBefore", c.now - c.before AS change,
       round(100 * (c.now - c.before) / nullif(abs(c.before), 0), 1) AS "changePercent",
       CASE WHEN c.now = c.before THEN 'same' WHEN (c.now > c.before) = (c.better = 'higher') THEN 'better' WHEN c.before IS NOT NULL AND c.now IS NOT NULL THEN 'worse' END AS verdict
  FROM (SELECT k.name, k.unit, k.better, round(avg(v.value) FILTER (WHERE v.measured_on BETWEEN :from AND :to), 2) AS now,
               round(avg(v.value) FILTER (WHERE v.measured_on BETWEEN :beforeFrom AND :beforeTo), 2) AS before
          FROM kpis k JOIN kpi_values v ON v.workspace_id = k.workspace_id AND v.kpi_id = k.id
         WHERE k.workspace_id = :workspace_id GROUP BY k.id) c
 WHERE num_nonnulls(c.now, c.before) > 0
 ORDER BY lower(c.name)
