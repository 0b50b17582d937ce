INSERT INTO agents (workspace_id, name, system_prompt, created_by) VALUES ('{workspace}', 'Sibling', 'Other.', '{user}');
INSERT INTO agent_memories (workspace_id, agent_id, path, content)
SELECT '{workspace}', id, '/memories/secret.md', 'of the sibling' FROM agents WHERE workspace_id = '{workspace}' AND name = 'Sibling';
INSERT INTO agent_conversations (id, workspace_id, agent_id, user_id, title, updated_at) VALUES
  (md5('{workspace}mine')::uuid, '{workspace}', '{agent}', '{user}', 'October books', '2026-01-05 10:00Z'),
  (md5('{workspace}theirs')::uuid, '{workspace}', '{agent}', '{colleague}', 'Private talk', '2026-01-05 10:00Z');
INSERT INTO agent_runs (id, workspace_id, agent_id, user_id, conversation_id, status, model, input_tokens, output_tokens, cost_usd, turn_count,
                        error_code, error_message, created_at, started_at, finished_at) VALUES
  (md5('{workspace}run1')::uuid, '{workspace}', '{agent}', '{user}', md5('{workspace}mine')::uuid, 'done', 'sonnet', 1000, 200, 0.01, 2, NULL, NULL,
   '2026-01-05 09:00Z', '2026-01-05 09:00Z', '2026-01-05 09:00:12Z'),
  (md5('{workspace}run2')::uuid, '{workspace}', '{agent}', '{user}', md5('{workspace}mine')::uuid, 'failed', 'sonnet', 10, 0, 0, 1, 'overloaded', 'Try later.',
   '2026-01-05 10:00Z', '2026-01-05 10:00Z', '2026-01-05 10:00:01Z'),
  (md5('{workspace}run3')::uuid, '{workspace}', '{agent}', '{colleague}', md5('{workspace}theirs')::uuid, 'done', 'sonnet', 5, 5, 0.5, 1, NULL, NULL,
   '2026-01-05 10:00Z', '2026-01-05 10:00Z', '2026-01-05 10:00:01Z');
INSERT INTO agent_messages (workspace_id, user_id, conversation_id, role, content, created_at) VALUES
  ('{workspace}', '{user}', md5('{workspace}mine')::uuid, 'user', 'What did software cost in October?', '2026-01-05 09:00Z'),
  ('{workspace}', '{user}', md5('{workspace}mine')::uuid, 'assistant', 'Software cost 1,734 dollars in October.', '2026-01-05 09:00:10Z'),
  ('{workspace}', '{colleague}', md5('{workspace}theirs')::uuid, 'user', 'My software question is private.', '2026-01-05 10:00Z');
INSERT INTO agent_skills (id, workspace_id, name, display_name, description, content) VALUES
  (md5('{workspace}skill')::uuid, '{workspace}', 'monthly-close', 'Monthly Close', 'Closing a month.', '# Monthly close'),
  (md5('{workspace}old')::uuid, '{workspace}', 'old-close', 'Old Close', 'Not any more.', '# Old');
UPDATE agent_skills SET is_active = false WHERE workspace_id = '{workspace}' AND name = 'old-close';
INSERT INTO agent_skill_assignments (workspace_id, agent_id, skill_id) VALUES ('{workspace}', '{agent}', md5('{workspace}skill')::uuid);
