-- The demo's goals, key figures and exit plans. Read by db/seed.sql, in its transaction, after db/seed_crm.sql.
INSERT INTO goals (id, workspace_id, parent_id, owner_id, name, description, unit, start_value, current_value, target_value, starts_on, due_on, status, closed_on) VALUES
  (md5('5eed/goal/retainers')::uuid, :north, NULL, :ada, 'Eight retainer clients', 'Steady income before new projects.', 'clients', 3, 5, 8, '2026-01-01', '2026-12-31', 'active', NULL),
  (md5('5eed/goal/software')::uuid, :north, md5('5eed/goal/retainers')::uuid, :max, 'Software below 1,500 dollars a month', NULL, 'USD', 1800, 1640, 1500, '2026-01-01', '2026-12-31', 'active', NULL),
  (md5('5eed/goal/office')::uuid, :north, NULL, :ada, 'Move into the harbour office', NULL, 'percent', 0, 100, 100, '2026-03-01', '2026-11-30', 'achieved', '2026-11-12'),
  (md5('5eed/goal/wholesale')::uuid, :other, NULL, :olga, 'Sell 400 pallets', NULL, 'pallets', 0, 260, 400, '2026-01-01', '2026-12-31', 'active', NULL)
ON CONFLICT DO NOTHING;

INSERT INTO goal_updates (id, workspace_id, goal_id, user_id, value, note, created_at) VALUES
  (md5('5eed/progress/1')::uuid, :north, md5('5eed/goal/retainers')::uuid, :ada, 4, 'Brightwater signed.', '2026-04-14 09:00Z'),
  (md5('5eed/progress/2')::uuid, :north, md5('5eed/goal/retainers')::uuid, :ada, 5, 'Kestrel turned its project into a retainer.', '2026-10-02 09:00Z'),
  (md5('5eed/progress/3')::uuid, :north, md5('5eed/goal/software')::uuid, :max, 1640, 'Two licences cancelled.', '2026-09-30 16:00Z'),
  (md5('5eed/progress/4')::uuid, :other, md5('5eed/goal/wholesale')::uuid, :olga, 260, NULL, '2026-10-31 12:00Z')
ON CONFLICT DO NOTHING;

INSERT INTO kpis (id, workspace_id, goal_id, owner_id, name, description, unit, better, target, frequency) VALUES
  (md5('5eed/kpi/mrr')::uuid, :north, md5('5eed/goal/retainers')::uuid, :ada, 'Monthly recurring revenue', 'Retainers invoiced in the month.', 'USD', 'higher', 20000, 'month'),
  (md5('5eed/kpi/days')::uuid, :north, NULL, :max, 'Days to get paid', 'From invoice to money, on average.', 'days', 'lower', 25, 'month'),
  (md5('5eed/kpi/billable')::uuid, :north, NULL, :max, 'Billable share', 'Billable hours of all hours.', 'percent', 'higher', 70, 'month'),
  (md5('5eed/kpi/pallets')::uuid, :other, md5('5eed/goal/wholesale')::uuid, :olga, 'Pallets sold', NULL, 'pallets', 'higher', 35, 'month')
ON CONFLICT DO NOTHING;

INSERT INTO kpi_values (workspace_id, kpi_id, measured_on, user_id, value, note)
SELECT k.workspace_id, k.id, v.day::date, k.owner_id, v.value, v.note
  FROM (VALUES
    ('mrr', '2026-07-31', 14200, NULL), ('mrr', '2026-08-31', 14200, NULL), ('mrr', '2026-09-30', 14900, NULL), ('mrr', '2026-10-31', 17400, 'Kestrel''s first month.'),
    ('days', '2026-07-31', 29, NULL), ('days', '2026-08-31', 33, 'Summer.'), ('days', '2026-09-30', 28, NULL), ('days', '2026-10-31', 26, NULL),
    ('billable', '2026-08-31', 61, NULL), ('billable', '2026-09-30', 68, NULL), ('billable', '2026-10-31', 72, NULL),
    ('pallets', '2026-09-30', 31, NULL), ('pallets', '2026-10-31', 38, NULL)
  ) AS v (kpi, day, value, note)
  JOIN kpis k ON k.id = md5('5eed/kpi/' || v.kpi)::uuid
ON CONFLICT DO NOTHING;

INSERT INTO exit_plans (id, workspace_id, owner_id, name, kind, status, target_date, target_valuation, currency, notes) VALUES
  (md5('5eed/exit/buyout')::uuid, :north, :ada, 'Hand over to the team', 'management_buyout', 'preparing', '2030-12-31', 2500000, 'USD', 'Max leads; paid over five years.'),
  (md5('5eed/exit/sale')::uuid, :other, :olga, 'Sale to a grocer', 'sale', 'draft', '2032-06-30', 1200000, 'USD', NULL)
ON CONFLICT DO NOTHING;

INSERT INTO exit_plan_steps (id, workspace_id, exit_plan_id, owner_id, title, due_on, done_on) VALUES
  (md5('5eed/step/1')::uuid, :north, md5('5eed/exit/buyout')::uuid, :ada, 'Talk to Max', '2026-06-30', '2026-06-12'),
  (md5('5eed/step/2')::uuid, :north, md5('5eed/exit/buyout')::uuid, :ada, 'First independent valuation', '2027-03-31', NULL),
  (md5('5eed/step/3')::uuid, :north, md5('5eed/exit/buyout')::uuid, :max, 'Plan how the shares are paid for', '2027-12-31', NULL),
  (md5('5eed/step/4')::uuid, :other, md5('5eed/exit/sale')::uuid, :olga, 'Three years of clean books', '2028-12-31', NULL)
ON CONFLICT DO NOTHING;

INSERT INTO valuations (id, workspace_id, valued_on, amount, currency, method, note) VALUES
  (md5('5eed/valuation/1')::uuid, :north, '2024-12-31', 1100000, 'USD', 'revenue_multiple', NULL),
  (md5('5eed/valuation/2')::uuid, :north, '2025-12-31', 1450000, 'USD', 'revenue_multiple', '1.2 times revenue'),
  (md5('5eed/valuation/3')::uuid, :other, '2025-12-31', 640000, 'USD', 'assets', NULL)
ON CONFLICT DO NOTHING;
