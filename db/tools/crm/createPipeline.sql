-- name: createPipeline
-- title: Create pipeline
-- description: Adds a sales pipeline with its stages, in order. The chances rise evenly from stage to stage;
--   updatePipelineStage changes them.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: Nothing was created.
-- on pipelines_name: A pipeline with this name exists already.
-- on pipeline_stages_name: Two stages have the same name.
-- on pipeline_stages_name_check: A stage's name has 1 to 100 characters.
-- param name string min_length=1 max_length=100: Its name.
-- param stages array(string) min_items=1 max_items=20: The names of its stages, from first contact to signature.

WITH made AS (
  INSERT INTO pipelines (workspace_id, name) VALUES (:workspace_id, :name) RETURNING id, name
), staged AS (
  INSERT INTO pipeline_stages (workspace_id, pipeline_id, name, position, probability)
  SELECT :workspace_id, made.id, s.name, s.n, 100 * s.n / (cardinality(:stages) + 1)
    FROM made, unnest(:stages) WITH ORDINALITY AS s (name, n)
  RETURNING name, position, probability
)
SELECT made.id AS "pipelineId", made.name, (SELECT json_agg(row_to_json(s) ORDER BY s.position) FROM staged s) AS stages FROM made
