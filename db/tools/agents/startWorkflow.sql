-- name: startWorkflow
-- title: Start workflow
-- description: Begins a workflow for one occasion. You then do its steps, or say who does, and mark each with
--   completeWorkflowStep.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: There is no active workflow with this name; listWorkflows lists them.
-- param workflow string min_length=1 max_length=100: Its name.
-- param subject string min_length=1 max_length=300: What it is done for this time, like "Aurora Hotels".

INSERT INTO agent_workflow_runs (workspace_id, workflow_id, started_by, agent_id, subject)
SELECT w.workspace_id, w.id, :user_id, :agent_id, :subject
  FROM agent_workflows w WHERE w.workspace_id = :workspace_id AND lower(w.name) = lower(:workflow) AND w.is_active
RETURNING id AS "workflowRunId", subject, status, (SELECT w.steps FROM agent_workflows w WHERE w.id = workflow_id) AS steps
