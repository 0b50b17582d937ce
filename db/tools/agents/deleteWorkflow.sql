-- name: deleteWorkflow
-- title: Delete workflow
-- description: Deletes a workflow with the record of all its runs for good. To keep the record, use updateWorkflow with
--   isActive false.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: There is no workflow with this name; nothing was deleted.
-- param workflow string min_length=1 max_length=100: Its name.

DELETE FROM agent_workflows w WHERE w.workspace_id = :workspace_id AND lower(w.name) = lower(:workflow) RETURNING w.name, true AS deleted
