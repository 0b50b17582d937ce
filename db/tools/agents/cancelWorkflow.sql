-- name: cancelWorkflow
-- title: Cancel workflow
-- description: Ends a running workflow before its last step. What was done stays on record.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: There is no such running workflow; getWorkflowRuns lists them.
-- param workflowRunId uuid: The run.

UPDATE agent_workflow_runs r SET status = 'cancelled', finished_at = now()
 WHERE r.workspace_id = :workspace_id AND r.id = :workflowRunId AND r.status = 'running'
RETURNING r.id AS "workflowRunId", r.subject, r.status
