-- name: getWorkflowRuns
-- title: Get workflow runs
-- description: What was started of the workflows, newest first, each with its steps and what is next.
-- effect: read_only
-- result: rows
-- row_cap: 50
-- when_empty: No workflow run matches.
-- param workflow string optional min_length=1 max_length=100: Only of this workflow, by its name.
-- param status enum(running,done,cancelled) optional: Only in this state.
-- param limit integer min=1 max=50 default=10: How many rows to return.

SELECT r.id AS "workflowRunId", w.name AS workflow, r.subject, r.status, u.full_name AS "startedBy", r.created_at AS "startedAt", r.finished_at AS "finishedAt",
       (SELECT s.title FROM agent_workflow_steps s WHERE s.workspace_id = r.workspace_id AND s.run_id = r.id AND s.done_at IS NULL
         ORDER BY s.position LIMIT 1) AS "nextStep",
       (SELECT json_agg(json_build_object('step', s.position, 'title', s.title, 'done', s.done_at IS NOT NULL, 'note', s.note) ORDER BY s.position)
          FROM agent_workflow_steps s WHERE s.workspace_id = r.workspace_id AND s.run_id = r.id) AS steps
  FROM agent_workflow_runs r
  JOIN agent_workflows w ON w.workspace_id = r.workspace_id AND w.id = r.workflow_id
  LEFT JOIN profiles u ON u.id = r.started_by
 WHERE r.workspace_id = :workspace_id AND (:workflow IS NULL OR lower(w.name) = lower(:workflow)) AND (:status IS NULL OR r.status = :status)
 ORDER BY r.created_at DESC, r.id
