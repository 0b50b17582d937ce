-- The demo's workflows. Read by db/seed.sql, in its transaction, after db/seed_crm.sql.
INSERT INTO agent_workflows (id, workspace_id, created_by, name, description, steps) VALUES
  (md5('5eed/workflow/onboarding')::uuid, :north, :ada, 'Client onboarding', 'For each new client, from the signature to the first week.',
   '{"File the signed contract","Add the client''s people as contacts","Create the project with its milestones","Write the kick-off page","Schedule the kick-off meeting"}'),
  (md5('5eed/workflow/close')::uuid, :north, :ada, 'Monthly close', 'In the first week of each month.',
   '{"Categorise what has no category","Compare spending with budgets","Track the key figures","Tell #money"}'),
  (md5('5eed/workflow/shipment')::uuid, :other, :olga, 'Shipment', NULL, '{"Confirm the date","Book the carrier","Send the tracking number"}')
ON CONFLICT DO NOTHING;

INSERT INTO agent_workflow_runs (id, workspace_id, workflow_id, started_by, agent_id, subject, created_at)
SELECT md5('5eed/workflow-run/' || r.subject)::uuid, w.workspace_id, w.id, r.by::uuid, r.agent::uuid, r.subject, r.at::timestamptz
  FROM (VALUES ('onboarding', :ada, '5eed0006-0000-4000-8000-000000000002', 'Aurora Hotels', '2026-11-16 09:00Z'),
               ('shipment', :olga, NULL, 'Corner Shop Group, pallet 261', '2026-11-17 09:00Z')) AS r (workflow, by, agent, subject, at)
  JOIN agent_workflows w ON w.id = md5('5eed/workflow/' || r.workflow)::uuid
ON CONFLICT DO NOTHING;

-- The steps came with the runs.
UPDATE agent_workflow_steps SET done_at = '2026-11-17 10:00Z', done_by = :ada, note = 'In the shared folder.'
 WHERE run_id = md5('5eed/workflow-run/Aurora Hotels')::uuid AND position = 1 AND done_at IS NULL AND created_at = now();
