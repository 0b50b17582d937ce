-- name: moveDeal
-- title: Move deal
-- description: Moves an open deal to another stage of its pipeline.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no such open deal, or its pipeline has no such stage; nothing was changed. getPipelines lists
--   the stages.
-- param dealId uuid: The deal.
-- param stage string min_length=1 max_length=100: The stage's name.

UPDATE deals d SET stage_id = s.id, stage_since = CASE WHEN d.stage_id = s.id THEN d.stage_since ELSE now() END
  FROM pipeline_stages s
 WHERE d.workspace_id = :workspace_id AND d.id = :dealId AND d.status = 'open'
   AND s.workspace_id = d.workspace_id AND s.pipeline_id = d.pipeline_id AND lower(s.name) = lower(:stage)
RETURNING d.id AS "dealId", d.title, s.name AS stage, s.probability
