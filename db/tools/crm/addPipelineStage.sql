-- name: addPipelineStage
-- title: Add pipeline stage
-- description: Adds a stage to the end of a pipeline, or at a place in its order.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: There is no pipeline with this name; getPipelines lists them.
-- on pipeline_stages_name: Another stage of this pipeline has this name.
-- param pipeline string min_length=1 max_length=100: The pipeline's name.
-- param name string min_length=1 max_length=100: The stage's name.
-- param position integer optional min=1 max=100: Its place in the order; last if absent.
-- param probability integer min=0 max=100 default=50: The chance of winning a deal in it, in percent.

INSERT INTO pipeline_stages (workspace_id, pipeline_id, name, position, probability)
SELECT l.workspace_id, l.id, :name,
       coalesce(:position, (SELECT coalesce(max(s.position), 0) + 1 FROM pipeline_stages s WHERE s.workspace_id = l.workspace_id AND s.pipeline_id = l.id)),
       :probability
  FROM pipelines l WHERE l.workspace_id = :workspace_id AND lower(l.name) = lower(:pipeline)
RETURNING name AS stage, position, probability
