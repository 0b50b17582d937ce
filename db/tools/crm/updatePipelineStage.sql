-- name: updatePipelineStage
-- title: Update pipeline stage
-- description: Renames a stage, moves it, or changes its chance of winning.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no such pipeline or stage; getPipelines lists them.
-- on pipeline_stages_name: Another stage of this pipeline has this name.
-- param pipeline string min_length=1 max_length=100: The pipeline's name.
-- param stage string min_length=1 max_length=100: The stage's name as it is now.
-- param newName string optional min_length=1 max_length=100: Its new name.
-- param position integer optional min=1 max=100: Its place in the order.
-- param probability integer optional min=0 max=100: The chance of winning a deal in it, in percent.

UPDATE pipeline_stages s
   SET name = coalesce(:newName, s.name), position = coalesce(:position, s.position), probability = coalesce(:probability, s.probability)
  FROM pipelines l
 WHERE s.workspace_id = :workspace_id AND l.workspace_id = s.workspace_id AND l.id = s.pipeline_id
   AND lower(l.name) = lower(:pipeline) AND lower(s.name) = lower(:stage)
RETURNING l.name AS pipeline, s.name AS stage, s.position, s.probability
