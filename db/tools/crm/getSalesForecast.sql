-- name: getSalesForecast
-- title: Get sales forecast
-- description: What open deals should bring in, by the month in which they should close, weighted by the chance of
--   their stage; deals without a date come last.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: There are no open deals.

SELECT to_char(d.expected_close, 'YYYY-MM') AS month, d.currency, count(*) AS deals, sum(d.value) AS value,
       round(sum(d.value * s.probability / 100), 2) AS "weightedValue"
  FROM deals d JOIN pipeline_stages s ON s.workspace_id = d.workspace_id AND s.id = d.stage_id
 WHERE d.workspace_id = :workspace_id AND d.status = 'open'
 GROUP BY 1, 2
 ORDER BY 1 NULLS LAST, 2
