INSERT INTO agents (workspace_id, name, system_prompt, created_by) VALUES ('{workspace}', 'Sibling', 'Other.', '{user}');
INSERT INTO agent_memories (workspace_id, agent_id, path, content)
SELECT '{workspace}', id, '/memories/secret.md', 'of the sibling' FROM agents WHERE workspace_id = '{workspace}' AND name = 'Sibling';
