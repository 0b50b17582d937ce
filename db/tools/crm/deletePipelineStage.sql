-- name: deletePipelineStage
-- title: Delete pipeline stage
-- description: Deletes a stage that no deal is in.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: There is no such pipeline or stage; getPipelines lists them.
-- on deals_workspace_id_pipeline_id_stage_id_fkey: Deals are in this stage; move them first (searchDeals, moveDeal).
-- param pipeline string min_length=1 max_length=100: The pipeline's name.
-- param stage string min_length=1 max_length=100: The stage's name.

DELETE FROM pipeline_stages s USING pipelines l
 WHERE s.workspace_id = :workspace_id AND l.workspace_id = s.workspace_id AND l.id = s.pipeline_id
   AND lower(l.name) = lower(:pipeline) AND lower(s.name) = lower(:stage)
RETURNING s.name AS stage, true AS deleted
