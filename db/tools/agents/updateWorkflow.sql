-- name: updateWorkflow
-- title: Update workflow
-- description: Changes a workflow. What is under way keeps the steps that it began with.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no workflow with this name; listWorkflows lists them.
-- on agent_workflows_name: There is a workflow with this name already.
-- param workflow string min_length=1 max_length=100: Its name as it is now.
-- param newName string optional min_length=1 max_length=100: Its new name.
-- param description string optional max_length=2000: When to use it.
-- param steps array(string) optional min_items=1 max_items=50: All its steps in order, each a line.
-- param isActive boolean optional: Whether it may be started.

UPDATE agent_workflows w
   SET name = coalesce(:newName, w.name), description = coalesce(:description, w.description), is_active = coalesce(:isActive, w.is_active),
       steps = CASE WHEN :steps IS NULL THEN w.steps ELSE ARRAY(SELECT left(s, 300) FROM unnest(:steps) s) END
 WHERE w.workspace_id = :workspace_id AND lower(w.name) = lower(:workflow)
RETURNING w.name, w.description, w.steps, w.is_active AS "isActive"
