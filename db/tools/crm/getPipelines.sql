-- name: getPipelines
-- title: Get pipelines
-- description: Lists the sales pipelines with their stages in order, the chance of each stage in percent, and the open
--   deals in it. Use it to learn the names of pipelines and stages.
-- effect: read_only
-- result: rows
-- row_cap: 200
-- when_empty: There is no pipeline yet; createPipeline makes one.

SELECT l.name AS pipeline, s.name AS stage, s.position, s.probability, count(d.id) AS "openDeals", coalesce(sum(d.value), 0) AS value
  FROM pipelines l
  JOIN pipeline_stages s ON s.workspace_id = l.workspace_id AND s.pipeline_id = l.id
  LEFT JOIN deals d ON d.workspace_id = l.workspace_id AND d.stage_id = s.id AND d.status = 'open'
 WHERE l.workspace_id = :workspace_id
 GROUP BY l.id, s.id
 ORDER BY l.name, s.position, s.name
