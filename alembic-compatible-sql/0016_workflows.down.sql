-- revision: 0016
-- down_revision: 0015

DROP TABLE agent_workflow_steps;
DROP TABLE agent_workflow_runs;
DROP TABLE agent_workflows;
DROP FUNCTION app.finish_workflow_run();
DROP FUNCTION app.copy_workflow_steps();
