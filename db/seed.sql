-- The demo: two workspaces that know nothing of each other, three users, a catalog of agents, and 24 months of one
-- studio's money (December 2024 to November 2026). Run as switchboard_owner:
--   psql -X -q -v ON_ERROR_STOP=1 -f db/seed.sql "$OWNER_DATABASE_URL"
-- Deterministic, and safe to repeat: what is there already stays as it is.
-- Ids read 5eed<kind>-0000-4000-8000-<number>; transactions have ids hashed from what they are.

BEGIN;
SET LOCAL client_min_messages = warning;
SET LOCAL timezone = 'UTC';
SET LOCAL datestyle = 'ISO';

-- The same number between 0 and 1 for the same key, always.
CREATE OR REPLACE FUNCTION pg_temp.noise(key text) RETURNS numeric LANGUAGE sql IMMUTABLE
  AS $$ SELECT (('x' || substr(md5(key), 1, 7))::bit(28)::int)::numeric / 268435456 $$;

-- People. Whoever founded a workspace owns it, which is more than being its admin.
INSERT INTO profiles (id, issuer, subject, email, full_name, time_zone, created_at) VALUES
  ('5eed0002-0000-4000-8000-000000000001', 'https://demo.switchboard.local/', 'demo-ada', 'ada@demo.switchboard.local', 'Ada Lindqvist', 'Europe/Stockholm', '2024-11-18 09:00Z'),
  ('5eed0002-0000-4000-8000-000000000002', 'https://demo.switchboard.local/', 'demo-max', 'max@demo.switchboard.local', 'Max Okafor', 'Europe/London', '2024-11-20 10:30Z'),
  ('5eed0002-0000-4000-8000-000000000003', 'https://demo.switchboard.local/', 'demo-olga', 'olga@demo.switchboard.local', 'Olga Marin', 'America/New_York', '2025-02-03 14:00Z')
ON CONFLICT DO NOTHING;

INSERT INTO workspaces (id, name, created_by, created_at) VALUES
  ('5eed0001-0000-4000-8000-000000000001', 'Northwind Studio', '5eed0002-0000-4000-8000-000000000001', '2024-11-18 09:05Z'),
  ('5eed0001-0000-4000-8000-000000000002', 'Other Ltd', '5eed0002-0000-4000-8000-000000000003', '2025-02-03 14:05Z')
ON CONFLICT DO NOTHING;

INSERT INTO workspace_members (workspace_id, user_id, role, created_at) VALUES
  ('5eed0001-0000-4000-8000-000000000001', '5eed0002-0000-4000-8000-000000000001', 'owner', '2024-11-18 09:05Z'),
  ('5eed0001-0000-4000-8000-000000000001', '5eed0002-0000-4000-8000-000000000002', 'member', '2024-11-20 10:35Z'),
  ('5eed0001-0000-4000-8000-000000000002', '5eed0002-0000-4000-8000-000000000003', 'owner', '2025-02-03 14:05Z')
ON CONFLICT DO NOTHING;

-- The catalog.
INSERT INTO departments (id, name, slug, description) VALUES
  ('5eed0003-0000-4000-8000-000000000001', 'Finance', 'finance', 'Money: what came in, what went out, what is planned.'),
  ('5eed0003-0000-4000-8000-000000000002', 'Operations', 'operations', 'Projects, meetings, and what is left to do.'),
  ('5eed0003-0000-4000-8000-000000000003', 'Marketing', 'marketing', 'Words and research for the outside.'),
  ('5eed0003-0000-4000-8000-000000000004', 'Engineering', 'engineering', 'Software and the people who make it.')
ON CONFLICT DO NOTHING;

INSERT INTO ai_agents (id, name, slug, description, department_id, model, permission_mode, max_turns, is_enabled, is_head, tools, config, system_prompt) VALUES
  ('5eed0004-0000-4000-8000-000000000001', 'Ledger', 'ledger', 'Finance analyst: answers questions about transactions, spending and budgets from the books.',
   '5eed0003-0000-4000-8000-000000000001', 'sonnet', 'acceptEdits', 10, true, true,
   '{finance.*,database.*,agents.*Memor*}',
   '{"greeting": "Ask me about money: spending, income, budgets.", "openings": ["What did I spend on software in March?", "Are we within budget?", "Compare September and October", "What is our cash runway?"]}',
   'You are Ledger, the finance analyst of a small company. You answer from the company''s own books, which your tools read; you never guess a figure. Lead with the number, then say in a sentence or two what it is made of. Amounts are in the accounts'' currency: money in is positive, money out negative. Say so when the books do not hold the answer.'),
  ('5eed0004-0000-4000-8000-000000000002', 'Atlas', 'atlas', 'Operations coordinator: keeps track of tasks, meetings and what is late.',
   '5eed0003-0000-4000-8000-000000000002', 'sonnet', 'acceptEdits', 12, true, true, '{projects.*,team.*,goals.*,agents.*}', '{"openings": ["What''s overdue?", "What should I do next?", "What do you remember about us?", "What can you do?"]}',
   'You are Atlas, an operations coordinator. You keep plans short, name one owner and one date for each step, and point out what is late before anything else.'),
  ('5eed0004-0000-4000-8000-000000000003', 'Quill', 'quill', 'Writer: proposals, newsletters and web copy in the house''s voice.',
   '5eed0003-0000-4000-8000-000000000003', 'sonnet', 'acceptEdits', 10, true, true, '{knowledge.*,crm.*,communications.*,agents.*Memor*}', '{}',
   'You are Quill, a writer. Plain words, short sentences, no superlatives. Ask for the reader and the purpose if you cannot tell them.'),
  ('5eed0004-0000-4000-8000-000000000004', 'Scout', 'scout', 'Researcher: quick, sourced summaries of a market or a competitor.',
   '5eed0003-0000-4000-8000-000000000003', 'haiku', 'default', 6, true, false, '{knowledge.*,crm.*,agents.*Memor*}', '{}',
   'You are Scout, a researcher. You separate what is known from what is likely, and say where each fact comes from.'),
  ('5eed0004-0000-4000-8000-000000000005', 'Beacon', 'beacon', 'Customer support: friendly, exact answers to customers'' letters.',
   '5eed0003-0000-4000-8000-000000000002', 'haiku', 'default', 8, true, false, '{crm.*,communications.*,knowledge.*,agents.*Memor*}', '{}',
   'You are Beacon, who answers customers. Be warm and exact; promise nothing that you cannot see.'),
  ('5eed0004-0000-4000-8000-000000000006', 'Forge', 'forge', 'Engineering lead, in preparation: reviews designs and plans releases.',
   '5eed0003-0000-4000-8000-000000000004', 'opus', 'default', 20, false, true, '{}', '{}',
   'You are Forge, an engineering lead. You weigh designs by what they cost to change later.')
ON CONFLICT DO NOTHING;

INSERT INTO ai_agent_versions (ai_agent_id, version, snapshot, published_at, created_at)
SELECT a.id, 1, to_jsonb(a) - 'id' - 'created_at' - 'updated_at' - 'current_version' - 'published_version',
       CASE WHEN a.is_enabled THEN timestamptz '2024-11-18 08:00Z' END, '2024-11-18 08:00Z'
  FROM ai_agents a WHERE a.id::text LIKE '5eed0004-%'
ON CONFLICT DO NOTHING;
UPDATE ai_agents SET published_version = 1
 WHERE id::text LIKE '5eed0004-%' AND is_enabled AND published_version IS NULL AND current_version = 1;

INSERT INTO agent_rules (id, agent_id, rule_type, rule_content, condition, priority, is_enabled) VALUES
  ('5eed0005-0000-4000-8000-000000000001', '5eed0004-0000-4000-8000-000000000001', 'always', 'Name the period and the accounts that a figure covers.', NULL, 10, true),
  ('5eed0005-0000-4000-8000-000000000002', '5eed0004-0000-4000-8000-000000000001', 'never', 'Give tax or legal advice, or move money.', NULL, 20, true),
  ('5eed0005-0000-4000-8000-000000000003', '5eed0004-0000-4000-8000-000000000001', 'when', 'Take the latest one that has begun, and say which year it is.', 'the user names a month without a year', 30, true),
  ('5eed0005-0000-4000-8000-000000000004', '5eed0004-0000-4000-8000-000000000001', 'when', 'Load the memories that fit before answering.', 'the memory index lists notes on the question''s subject', 40, true),
  ('5eed0005-0000-4000-8000-000000000005', '5eed0004-0000-4000-8000-000000000001', 'always', 'Round to whole dollars.', NULL, 50, false),
  ('5eed0005-0000-4000-8000-000000000006', '5eed0004-0000-4000-8000-000000000002', 'always', 'End with the next step and who takes it.', NULL, 10, true),
  ('5eed0005-0000-4000-8000-000000000007', '5eed0004-0000-4000-8000-000000000003', 'never', 'Invent a quotation or a customer.', NULL, 10, true),
  ('5eed0005-0000-4000-8000-000000000008', '5eed0004-0000-4000-8000-000000000005', 'when', 'Apologise once, then say what happens next.', 'the customer is upset', 10, true)
ON CONFLICT DO NOTHING;

-- What the workspaces hired.
INSERT INTO agents (id, workspace_id, ai_agent_id, name, description, system_prompt, tools, model, hired_at, created_by, created_at)
SELECT h.id::uuid, h.workspace_id::uuid, a.id, a.name, a.description, a.system_prompt, a.tools, a.model, h.at::timestamptz, h.created_by::uuid, h.at::timestamptz
  FROM (VALUES
    ('5eed0006-0000-4000-8000-000000000001', '5eed0001-0000-4000-8000-000000000001', 'ledger', '5eed0002-0000-4000-8000-000000000001', '2024-12-02 08:00Z'),
    ('5eed0006-0000-4000-8000-000000000002', '5eed0001-0000-4000-8000-000000000001', 'atlas', '5eed0002-0000-4000-8000-000000000001', '2024-12-02 08:10Z'),
    ('5eed0006-0000-4000-8000-000000000003', '5eed0001-0000-4000-8000-000000000001', 'quill', '5eed0002-0000-4000-8000-000000000002', '2025-01-13 11:00Z'),
    ('5eed0006-0000-4000-8000-000000000004', '5eed0001-0000-4000-8000-000000000002', 'ledger', '5eed0002-0000-4000-8000-000000000003', '2025-02-03 14:30Z')
  ) AS h (id, workspace_id, slug, created_by, at)
  JOIN ai_agents a ON a.slug = h.slug
ON CONFLICT DO NOTHING;

-- Money is the admins' business: a member's agent asks before it changes a budget.
INSERT INTO agent_tool_policies (id, workspace_id, agent_id, role, tool_pattern, behavior, created_by) VALUES
  ('5eed0020-0000-4000-8000-000000000001', '5eed0001-0000-4000-8000-000000000001', NULL, 'member', 'updateBudget', 'ask', '5eed0002-0000-4000-8000-000000000001'),
  ('5eed0020-0000-4000-8000-000000000002', '5eed0001-0000-4000-8000-000000000002', NULL, NULL, 'deleteBudget', 'deny', '5eed0002-0000-4000-8000-000000000003')
ON CONFLICT DO NOTHING;

INSERT INTO agent_skills (id, workspace_id, name, display_name, description, icon, content, is_system, created_by) VALUES
  ('5eed0007-0000-4000-8000-000000000001', '5eed0001-0000-4000-8000-000000000001', 'monthly-close', 'Monthly Close', 'Closing a month: what to compare, and in which order.', '📒',
   E'# Monthly close\n\n1. Compare each category with the month before and with the same month of last year.\n2. Name every change above 10 % and 200 dollars, with the merchants behind it.\n3. List transactions without a category.\n4. End with cash on hand.', false, '5eed0002-0000-4000-8000-000000000001'),
  ('5eed0007-0000-4000-8000-000000000002', '5eed0001-0000-4000-8000-000000000001', 'budget-review', 'Budget Review', 'Comparing spending with budgets, and proposing new ones.', '🎯',
   E'# Budget review\n\n- Take the last three full months as the base.\n- Propose a budget only for categories above 300 dollars a month, rounded up to the next 50.\n- Ask before you create one.', false, '5eed0002-0000-4000-8000-000000000001'),
  ('5eed0007-0000-4000-8000-000000000003', '5eed0001-0000-4000-8000-000000000001', 'project-planner', 'Project Planner', 'Turning a goal into milestones, owners and dates.', '📋',
   E'# Project planner\n\nGoal in one sentence. At most seven milestones. Each has one owner, one date, and what must be true when it is done.', true, NULL),
  ('5eed0007-0000-4000-8000-000000000004', '5eed0001-0000-4000-8000-000000000002', 'monthly-close', 'Monthly Close', 'How Other Ltd closes a month.', '📒',
   E'# Monthly close\n\nReconcile the one account, then list what is unpaid.', false, '5eed0002-0000-4000-8000-000000000003')
ON CONFLICT DO NOTHING;

INSERT INTO agent_skill_assignments (id, workspace_id, agent_id, skill_id) VALUES
  ('5eed0008-0000-4000-8000-000000000001', '5eed0001-0000-4000-8000-000000000001', '5eed0006-0000-4000-8000-000000000001', '5eed0007-0000-4000-8000-000000000001'),
  ('5eed0008-0000-4000-8000-000000000002', '5eed0001-0000-4000-8000-000000000001', '5eed0006-0000-4000-8000-000000000001', '5eed0007-0000-4000-8000-000000000002'),
  ('5eed0008-0000-4000-8000-000000000003', '5eed0001-0000-4000-8000-000000000001', '5eed0006-0000-4000-8000-000000000002', '5eed0007-0000-4000-8000-000000000003'),
  ('5eed0008-0000-4000-8000-000000000004', '5eed0001-0000-4000-8000-000000000002', '5eed0006-0000-4000-8000-000000000004', '5eed0007-0000-4000-8000-000000000004')
ON CONFLICT DO NOTHING;

INSERT INTO agent_memories (id, workspace_id, agent_id, path, content) VALUES
  ('5eed0009-0000-4000-8000-000000000001', '5eed0001-0000-4000-8000-000000000001', '5eed0006-0000-4000-8000-000000000001', '/memories/company.md',
   E'# Northwind Studio\n\nDesign studio, six people, Stockholm and London. Books in US dollars. The year ends in December.\nA dollar figure is large for us above 5,000.'),
  ('5eed0009-0000-4000-8000-000000000002', '5eed0001-0000-4000-8000-000000000001', '5eed0006-0000-4000-8000-000000000001', '/memories/users/ada.md',
   E'Ada runs the studio. Wants the figure first, then at most three lines. Watches software costs.'),
  ('5eed0009-0000-4000-8000-000000000003', '5eed0001-0000-4000-8000-000000000001', '5eed0006-0000-4000-8000-000000000002', '/memories/routines.md',
   E'Finance review on Mondays, client review on Thursdays. Nothing is shipped on a Friday.'),
  ('5eed0009-0000-4000-8000-000000000004', '5eed0001-0000-4000-8000-000000000002', '5eed0006-0000-4000-8000-000000000004', '/memories/company.md',
   E'# Other Ltd\n\nImports tea. Olga keeps the books herself.')
ON CONFLICT DO NOTHING;

-- What agents are told about their users.
INSERT INTO integrations (id, workspace_id, user_id, provider, display_name, status, entity_id, connected_at) VALUES
  ('5eed000a-0000-4000-8000-000000000001', '5eed0001-0000-4000-8000-000000000001', '5eed0002-0000-4000-8000-000000000001', 'google_calendar', 'Google Calendar', 'connected', 'demo-ada', '2025-01-07 09:00Z'),
  ('5eed000a-0000-4000-8000-000000000002', '5eed0001-0000-4000-8000-000000000001', '5eed0002-0000-4000-8000-000000000001', 'slack', 'Slack', 'connected', 'demo-ada', '2025-01-07 09:02Z'),
  ('5eed000a-0000-4000-8000-000000000003', '5eed0001-0000-4000-8000-000000000001', '5eed0002-0000-4000-8000-000000000002', 'asana', 'Asana', 'connected', 'demo-max', '2025-03-11 13:40Z'),
  ('5eed000a-0000-4000-8000-000000000004', '5eed0001-0000-4000-8000-000000000001', '5eed0002-0000-4000-8000-000000000002', 'slack', 'Slack', 'disconnected', 'demo-max', '2025-03-11 13:45Z'),
  ('5eed000a-0000-4000-8000-000000000005', '5eed0001-0000-4000-8000-000000000002', '5eed0002-0000-4000-8000-000000000003', 'google_calendar', 'Google Calendar', 'connected', 'demo-olga', '2025-02-10 15:00Z')
ON CONFLICT DO NOTHING;

INSERT INTO tasks (id, workspace_id, assignee_id, created_by, title, status, priority, due_on, completed_at, created_at, updated_at) VALUES
  ('5eed000b-0000-4000-8000-000000000001', '5eed0001-0000-4000-8000-000000000001', '5eed0002-0000-4000-8000-000000000001', '5eed0002-0000-4000-8000-000000000001', 'Review the software subscriptions', 'in_progress', 'high', '2026-11-27', NULL, '2026-11-09 08:00Z', '2026-11-18 08:30Z'),
  ('5eed000b-0000-4000-8000-000000000002', '5eed0001-0000-4000-8000-000000000001', '5eed0002-0000-4000-8000-000000000001', '5eed0002-0000-4000-8000-000000000001', 'Send the Kestrel invoice', 'todo', 'urgent', '2026-11-24', NULL, '2026-11-16 10:00Z', '2026-11-17 09:00Z'),
  ('5eed000b-0000-4000-8000-000000000003', '5eed0001-0000-4000-8000-000000000001', '5eed0002-0000-4000-8000-000000000001', '5eed0002-0000-4000-8000-000000000002', 'Sign the new office lease', 'done', 'medium', '2026-11-13', '2026-11-12 15:00Z', '2026-10-26 10:00Z', '2026-11-12 15:00Z'),
  ('5eed000b-0000-4000-8000-000000000004', '5eed0001-0000-4000-8000-000000000001', '5eed0002-0000-4000-8000-000000000002', '5eed0002-0000-4000-8000-000000000001', 'Prepare the Halden winter mock-ups', 'in_progress', 'high', '2026-12-04', NULL, '2026-11-10 08:00Z', '2026-11-19 16:00Z'),
  ('5eed000b-0000-4000-8000-000000000005', '5eed0001-0000-4000-8000-000000000001', '5eed0002-0000-4000-8000-000000000002', '5eed0002-0000-4000-8000-000000000002', 'Book travel to the Fjordby workshop', 'todo', 'medium', '2026-12-01', NULL, '2026-11-16 12:00Z', '2026-11-16 12:00Z'),
  ('5eed000b-0000-4000-8000-000000000006', '5eed0001-0000-4000-8000-000000000002', '5eed0002-0000-4000-8000-000000000003', '5eed0002-0000-4000-8000-000000000003', 'Count the tea in the warehouse', 'todo', 'low', '2026-11-30', NULL, '2026-11-11 09:00Z', '2026-11-11 09:00Z')
ON CONFLICT DO NOTHING;

INSERT INTO meetings (id, workspace_id, organizer_id, title, location, starts_at, ends_at)
SELECT md5('5eed/meeting/' || title || week)::uuid, workspace_id::uuid, organizer_id::uuid, title, location, at, at + length::interval
  FROM (VALUES
    ('5eed0001-0000-4000-8000-000000000001', '5eed0002-0000-4000-8000-000000000001', 'Weekly finance review', 'Blue room', timestamptz '2026-11-23 09:00Z', '45 minutes'),
    ('5eed0001-0000-4000-8000-000000000001', '5eed0002-0000-4000-8000-000000000002', 'Client review: Halden Outdoor', 'Video call', timestamptz '2026-11-26 13:00Z', '1 hour'),
    ('5eed0001-0000-4000-8000-000000000002', '5eed0002-0000-4000-8000-000000000003', 'Supplier call: Darjeeling', 'Telephone', timestamptz '2026-11-25 15:00Z', '30 minutes')
  ) AS m (workspace_id, organizer_id, title, location, first_at, length),
  generate_series(0, 103) AS week, LATERAL (SELECT first_at + make_interval(weeks => week) AS at) AS t
ON CONFLICT DO NOTHING;

INSERT INTO meeting_attendees (workspace_id, meeting_id, user_id)
SELECT m.workspace_id, m.id, w.user_id FROM meetings m JOIN workspace_members w USING (workspace_id)
 WHERE m.id IN (SELECT md5('5eed/meeting/' || title || week)::uuid
                  FROM unnest('{Weekly finance review,Client review: Halden Outdoor,Supplier call: Darjeeling}'::text[]) AS title,
                       generate_series(0, 103) AS week)
ON CONFLICT DO NOTHING;

-- Money: the accounts and categories of both.
INSERT INTO accounts (id, workspace_id, name, kind, institution, last_four, currency, opening_balance) VALUES
  ('5eed000c-0000-4000-8000-000000000001', '5eed0001-0000-4000-8000-000000000001', 'Operating', 'checking', 'First Harbor Bank', '4410', 'USD', 84250.00),
  ('5eed000c-0000-4000-8000-000000000002', '5eed0001-0000-4000-8000-000000000001', 'Reserve', 'savings', 'First Harbor Bank', '4428', 'USD', 60000.00),
  ('5eed000c-0000-4000-8000-000000000003', '5eed0001-0000-4000-8000-000000000001', 'Company Card', 'credit_card', 'Meridian Card', '9071', 'USD', 0.00),
  ('5eed000c-0000-4000-8000-000000000004', '5eed0001-0000-4000-8000-000000000002', 'Current', 'checking', 'Union Trust', '1206', 'USD', 18400.00)
ON CONFLICT DO NOTHING;

INSERT INTO categories (id, workspace_id, name, kind)
SELECT md5('5eed/category/' || workspace_id || name)::uuid, workspace_id::uuid, name, kind
  FROM (VALUES
    ('5eed0001-0000-4000-8000-000000000001', 'income', '{Client Projects,Retainers,Interest}'::text[]),
    ('5eed0001-0000-4000-8000-000000000001', 'expense', '{Software,Rent,Payroll,Payroll Taxes,Contractors,Travel,Meals,Office Supplies,Equipment,Marketing,Insurance,Utilities,Professional Services,Bank Fees}'),
    ('5eed0001-0000-4000-8000-000000000001', 'transfer', '{Transfers}'),
    ('5eed0001-0000-4000-8000-000000000002', 'income', '{Sales}'),
    ('5eed0001-0000-4000-8000-000000000002', 'expense', '{Stock,Software,Freight,Rent}')
  ) AS c (workspace_id, kind, names), unnest(names) AS name
ON CONFLICT DO NOTHING;

-- What comes back every few months: from month first_month to last_month (0 is December 2024), every so many months, on
-- a day, an amount that grows a little each month and varies by a share.
INSERT INTO transactions (id, workspace_id, account_id, category_id, date, amount, merchant, description, status, created_at)
SELECT md5('5eed/recurring/' || w || merchant || note || day || m)::uuid, ('5eed0001-0000-4000-8000-00000000000' || w)::uuid,
       a.id, c.id, t.date, round(amount * (1 + growth * m) * (1 + varies * (2 * pg_temp.noise(merchant || day || m) - 1)), 2),
       merchant, note, CASE WHEN t.date >= '2026-11-18' THEN 'pending' ELSE 'posted' END, t.date::timestamptz
  FROM (VALUES
    (1, 'Company Card', 'Software', 'Figma', 'Organization plan, 6 editors', 2, -270.00, 0, 0, 1, 0, 14),
    (1, 'Company Card', 'Software', 'Figma', 'Organization plan, 8 editors', 2, -360.00, 0, 0, 1, 15, 23),
    (1, 'Company Card', 'Software', 'Adobe', 'Creative Cloud for teams', 3, -359.96, 0, 0, 1, 0, 23),
    (1, 'Company Card', 'Software', 'Slack', 'Pro plan', 4, -52.50, 0, 0, 1, 0, 23),
    (1, 'Company Card', 'Software', 'Notion', 'Business plan', 6, -90.00, 0, 0, 1, 0, 23),
    (1, 'Company Card', 'Software', 'Google Workspace', 'Business Standard', 1, -84.00, 0, 0, 1, 0, 23),
    (1, 'Company Card', 'Software', 'GitHub', 'Team plan and Actions', 8, -46.00, 0.01, 0.1, 1, 0, 23),
    (1, 'Company Card', 'Software', 'Linear', 'Basic plan', 9, -60.00, 0, 0, 1, 2, 23),
    (1, 'Company Card', 'Software', 'Vercel', 'Pro plan and usage', 11, -74.00, 0.015, 0.15, 1, 0, 23),
    (1, 'Company Card', 'Software', 'Amazon Web Services', 'Hosting', 3, -212.00, 0.02, 0.12, 1, 0, 23),
    (1, 'Company Card', 'Software', 'Anthropic', 'API usage', 1, -118.00, 0.06, 0.25, 1, 4, 23),
    (1, 'Company Card', 'Software', '1Password', 'Teams, yearly', 17, -239.40, 0, 0, 12, 2, 23),
    (1, 'Company Card', 'Software', 'Zoom', 'Pro, yearly', 22, -319.80, 0, 0, 12, 5, 23),
    (1, 'Company Card', 'Software', 'Dropbox', 'Standard plan', 19, -75.00, 0, 0, 1, 0, 9),
    (1, 'Operating', 'Rent', 'Kungsholm Properties', 'Studio rent', 1, -4650.00, 0, 0, 1, 0, 12),
    (1, 'Operating', 'Rent', 'Kungsholm Properties', 'Studio rent', 1, -4880.00, 0, 0, 1, 13, 23),
    (1, 'Operating', 'Payroll', 'Gusto', 'Salaries, first half', 15, -14800.00, 0.004, 0, 1, 0, 23),
    (1, 'Operating', 'Payroll', 'Gusto', 'Salaries, second half', 28, -14800.00, 0.004, 0, 1, 0, 23),
    (1, 'Operating', 'Payroll Taxes', 'Gusto', 'Payroll taxes', 28, -3950.00, 0.004, 0.01, 1, 0, 23),
    (1, 'Operating', 'Contractors', 'Lena Brandt Illustration', 'Illustration', 21, -2400.00, 0, 0.35, 1, 1, 23),
    (1, 'Operating', 'Contractors', 'Pixel & Loom', 'Motion design', 24, -3600.00, 0, 0.3, 3, 0, 23),
    (1, 'Operating', 'Insurance', 'Hartwell Mutual', 'Liability insurance', 5, -312.00, 0, 0, 1, 0, 23),
    (1, 'Operating', 'Utilities', 'City Power', 'Electricity', 12, -184.00, 0.003, 0.3, 1, 0, 23),
    (1, 'Operating', 'Utilities', 'FiberNet', 'Internet', 7, -89.00, 0, 0, 1, 0, 23),
    (1, 'Operating', 'Professional Services', 'Ekberg Accounting', 'Bookkeeping', 10, -640.00, 0, 0, 1, 0, 23),
    (1, 'Operating', 'Professional Services', 'Ekberg Accounting', 'Annual accounts', 18, -2850.00, 0, 0, 12, 3, 23),
    (1, 'Operating', 'Bank Fees', 'First Harbor Bank', 'Account fee', 28, -25.00, 0, 0, 1, 0, 23),
    (1, 'Company Card', 'Marketing', 'LinkedIn Ads', 'Campaign', 14, -480.00, 0, 0.4, 2, 1, 23),
    (1, 'Company Card', 'Equipment', 'Apple', 'Laptop', 16, -3299.00, 0, 0, 9, 4, 23),
    (1, 'Operating', 'Retainers', 'Halden Outdoor', 'Monthly retainer', 5, 16500.00, 0, 0, 1, 0, 23),
    (1, 'Operating', 'Retainers', 'Brightwater Clinic', 'Monthly retainer', 6, 8200.00, 0, 0, 1, 5, 23),
    (1, 'Operating', 'Client Projects', 'Kestrel Robotics', 'Product site, milestone', 20, 27500.00, 0, 0.25, 2, 0, 23),
    (1, 'Operating', 'Client Projects', 'Fjordby Municipality', 'Wayfinding, milestone', 26, 21800.00, 0, 0.2, 2, 1, 23),
    (1, 'Operating', 'Transfers', 'First Harbor Bank', 'To Reserve', 25, -2000.00, 0, 0, 1, 0, 23),
    (1, 'Reserve', 'Transfers', 'First Harbor Bank', 'From Operating', 25, 2000.00, 0, 0, 1, 0, 23),
    (1, 'Reserve', 'Interest', 'First Harbor Bank', 'Interest', 28, 548.00, 0.03, 0.02, 3, 0, 23),
    (2, 'Current', 'Sales', 'Corner Shop Group', 'Tea, wholesale', 8, 7400.00, 0.01, 0.2, 1, 0, 23),
    (2, 'Current', 'Sales', 'Online orders', 'Payout', 22, 2900.00, 0.02, 0.3, 1, 0, 23),
    (2, 'Current', 'Stock', 'Darjeeling Estates', 'First flush', 12, -5200.00, 0.01, 0.15, 1, 0, 23),
    (2, 'Current', 'Freight', 'Baltic Lines', 'Container share', 16, -1150.00, 0, 0.2, 1, 0, 23),
    (2, 'Current', 'Software', 'Shopify', 'Basic plan', 3, -39.00, 0, 0, 1, 0, 23),
    (2, 'Current', 'Software', 'Xero', 'Growing plan', 9, -55.00, 0, 0, 1, 0, 23),
    (2, 'Current', 'Rent', 'Dockside Storage', 'Warehouse', 1, -1320.00, 0, 0, 1, 0, 23)
  ) AS r (w, account, category, merchant, note, day, amount, growth, varies, every, first_month, last_month)
  CROSS JOIN generate_series(first_month, last_month, every) AS m
  CROSS JOIN LATERAL (SELECT (date '2024-12-01' + make_interval(months => m, days => day - 1))::date AS date) AS t
  JOIN accounts a ON a.workspace_id = ('5eed0001-0000-4000-8000-00000000000' || w)::uuid AND a.name = account
  JOIN categories c ON c.workspace_id = a.workspace_id AND c.name = category
ON CONFLICT DO NOTHING;

-- What happens now and then: each day has its chance, its merchant and its amount.
INSERT INTO transactions (id, workspace_id, account_id, category_id, date, amount, merchant, description, status, created_at)
SELECT md5('5eed/sporadic/' || category || day)::uuid, a.workspace_id, a.id, c.id, day::date,
       -round(low + (high - low) * pg_temp.noise(category || 'amount' || day), 2),
       merchants[1 + floor(pg_temp.noise(category || 'merchant' || day) * cardinality(merchants))::int], note,
       CASE WHEN day >= '2026-11-18' THEN 'pending' ELSE 'posted' END, day
  FROM (VALUES
    ('Meals', '{Blue Fern Cafe,Nori House,The Copper Pot,Riverside Deli,Saffron Table}'::text[], NULL, 0.24, 14.00, 96.00),
    ('Travel', '{SAS,Eurostar,SJ Railways,Hotel Bergstad,Uber}', 'Client visit', 0.09, 38.00, 640.00),
    ('Office Supplies', '{Staples,IKEA,Paper & Co}', NULL, 0.07, 12.00, 145.00),
    ('Marketing', '{Mailchimp,Printful,Behance}', NULL, 0.04, 30.00, 210.00)
  ) AS s (category, merchants, note, chance, low, high)
  CROSS JOIN generate_series(timestamptz '2024-12-01 00:00Z', '2026-11-30 00:00Z', '1 day') AS day
  JOIN accounts a ON a.id = '5eed000c-0000-4000-8000-000000000003'
  JOIN categories c ON c.workspace_id = a.workspace_id AND c.name = category
 WHERE pg_temp.noise(category || day) < chance AND extract(isodow FROM day) < 6
ON CONFLICT DO NOTHING;

-- The card is paid off on the 5th of the following month.
INSERT INTO transactions (id, workspace_id, account_id, category_id, date, amount, merchant, description, created_at)
SELECT md5('5eed/card/' || side.account || month.first)::uuid, c.workspace_id, side.account::uuid, c.id, paid.date,
       side.sign * month.owed, 'Meridian Card', 'Card payment', paid.date::timestamptz
  FROM (SELECT date_trunc('month', t.date::timestamp)::date AS first, -sum(t.amount) AS owed
          FROM transactions t
         WHERE t.account_id = '5eed000c-0000-4000-8000-000000000003' AND t.amount < 0 AND t.date < '2026-11-01'
         GROUP BY 1) AS month,
       (VALUES ('5eed000c-0000-4000-8000-000000000001', -1), ('5eed000c-0000-4000-8000-000000000003', 1)) AS side (account, sign),
       LATERAL (SELECT (month.first + interval '1 month 4 days')::date AS date) AS paid,
       categories c
 WHERE c.workspace_id = '5eed0001-0000-4000-8000-000000000001' AND c.name = 'Transfers'
ON CONFLICT DO NOTHING;

INSERT INTO budgets (id, workspace_id, category_id, name, period, amount, starts_on, created_by)
SELECT b.id::uuid, c.workspace_id, c.id, b.name, b.period, b.amount, b.starts_on::date, '5eed0002-0000-4000-8000-000000000001'
  FROM (VALUES
    ('5eed000d-0000-4000-8000-000000000001', 'Software', 'Software 2026', 'month', 1500.00, '2026-01-01'),
    ('5eed000d-0000-4000-8000-000000000002', 'Travel', 'Travel 2026', 'quarter', 2400.00, '2026-01-01'),
    ('5eed000d-0000-4000-8000-000000000003', 'Meals', 'Team meals', 'month', 350.00, '2025-07-01')
  ) AS b (id, category, name, period, amount, starts_on)
  JOIN categories c ON c.workspace_id = '5eed0001-0000-4000-8000-000000000001' AND c.name = b.category
ON CONFLICT DO NOTHING;

\ir seed_crm.sql
\ir seed_projects.sql
\ir seed_team.sql
\ir seed_knowledge.sql
\ir seed_communications.sql
\ir seed_goals.sql
\ir seed_workflows.sql

COMMIT;
