-- name: completeWorkflowStep
-- title: Complete workflow step
-- description: Marks a step of a running workflow as done, with what came of it. The last one ends the run.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no such step in a running workflow; getWorkflowRuns lists them.
-- param workflowRunId uuid: The run.
-- param step integer min=1 max=50: The step's number.
-- param note string optional max_length=4000: What came of it.

UPDATE agent_workflow_steps s SET done_at = coalesce(s.done_at, now()), done_by = :user_id, note = coalesce(:note, s.note)
  FROM agent_workflow_runs r
 WHERE s.workspace_id = :workspace_id AND s.run_id = :workflowRunId AND s.position = :step
   AND r.workspace_id = s.workspace_id AND r.id = s.run_id AND r.status = 'running'
RETURNING s.run_id AS "workflowRunId", s.position AS step, s.title, s.note,
          (SELECT o.title FROM agent_workflow_steps o WHERE o.workspace_id = s.workspace_id AND o.run_id = s.run_id AND o.done_at IS NULL
              AND o.position <> s.position ORDER BY o.position LIMIT 1) AS "nextStep"
