-- name: getPipelineSummary
-- title: Get pipeline summary
-- description: How full a pipeline is: for each stage the number of open deals, their value, and the value weighted by
--   the stage's chance.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: There are no open deals.
-- param pipeline string optional max_length=100: Only this pipeline, by its name.

SELECT l.name AS pipeline, s.name AS stage, s.probability, count(d.id) AS deals, d.currency, coalesce(sum(d.value), 0) AS value,
       coalesce(round(sum(d.value) * s.probability / 100, 2), 0) AS "weightedValue"
  FROM pipelines l
  JOIN pipeline_stages s ON s.workspace_id = l.workspace_id AND s.pipeline_id = l.id
  JOIN deals d ON d.workspace_id = l.workspace_id AND d.stage_id = s.id AND d.status = 'open'
 WHERE l.workspace_id = :workspace_id AND (:pipeline IS NULL OR lower(l.name) = lower(:pipeline))
 GROUP BY l.id, s.id, d.currency
 ORDER BY l.name, s.position, d.currency
