-- 20 workspaces, 400 users, 50 agents of the catalog hired in each, with rules, skills and memories: the same rows as
-- ours.sql. Ids are made of small numbers, so that the load generator can name them. Every user may read workspace 0.
create function bid(kind int, n bigint) returns uuid language sql immutable as $$ select (kind::text || '0000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid $$;
insert into profiles select bid(1, u), 'u' || u || '@bench.test', 'User ' || u from generate_series(0, 399) u;
insert into workspaces select bid(0, w), 'Workspace ' || w from generate_series(0, 19) w;
insert into workspace_members select distinct w, bid(1, u) from generate_series(0, 399) u, lateral (values (bid(0, 0)), (bid(0, u / 20))) x (w);
insert into ai_agents (id, name, slug, description, model, system_prompt) select bid(2, a), 'Agent ' || a, 'agent-' || a, 'Handles topic ' || a || '. ' || repeat('desc ', 20), 'sonnet', 'You are agent ' || a || '. ' || repeat('Follow the house style. ', 40) from generate_series(0, 49) a;
insert into agents (id, workspace_id, ai_agent_id, name, description, system_prompt, created_by) select bid(3, w * 10000 + a), bid(0, w), bid(2, a), 'Agent ' || a, 'Hired', 'You are agent ' || a || '. ' || repeat('Follow the house style. ', 40), bid(1, w * 20) from generate_series(0, 19) w, generate_series(0, 49) a;
insert into agent_rules (agent_id, rule_type, rule_content, condition, priority) select bid(2, a), (array['always', 'never', 'when'])[1 + r % 3], 'Rule ' || r || ' ' || repeat('text ', 10), case when r % 3 = 2 then 'the user asks for it' end, r from generate_series(0, 49) a, generate_series(0, 5) r;
insert into agent_skills (id, workspace_id, name, display_name, description, content) select bid(4, w * 100 + s), bid(0, w), 'skill-' || s, 'Skill ' || s, 'When asked about ' || s, repeat('Do the thing well. ', 30) from generate_series(0, 19) w, generate_series(0, 9) s;
insert into agent_skill_assignments select bid(3, w * 10000 + a), bid(4, w * 100 + (a + s) % 10) from generate_series(0, 19) w, generate_series(0, 49) a, generate_series(0, 2) s;
insert into agent_memories (agent_id, workspace_id, path, content) select bid(3, w * 10000 + a), bid(0, w), '/memories/m' || m || '.md', repeat('remember ', 30) from generate_series(0, 19) w, generate_series(0, 49) a, generate_series(0, 4) m;
analyze profiles, workspaces, workspace_members, ai_agents, agents, agent_rules, agent_skills, agent_skill_assignments, agent_memories;
