-- The demo's projects. Read by db/seed.sql, in its transaction, after db/seed_crm.sql.
INSERT INTO workspace_departments (id, workspace_id, lead_id, name, description) VALUES
  (md5('5eed/department/design')::uuid, :north, :max, 'Design', 'Brands, sites and signs.'),
  (md5('5eed/department/studio')::uuid, :north, :ada, 'Studio', 'Money, people and the office.'),
  (md5('5eed/department/trade')::uuid, :other, :olga, 'Trade', 'Buying and selling tea.')
ON CONFLICT DO NOTHING;

INSERT INTO projects (id, workspace_id, department_id, owner_id, name, description, status, starts_on, due_on, budget_hours) VALUES
  (md5('5eed/project/halden')::uuid, :north, md5('5eed/department/design')::uuid, :max, 'Halden winter campaign', 'Campaign site and shop windows for the winter season.', 'active', '2026-10-05', '2026-12-11', 320),
  (md5('5eed/project/kestrel')::uuid, :north, md5('5eed/department/design')::uuid, :max, 'Kestrel product site', 'Product pages in three languages.', 'active', '2026-06-01', '2027-01-29', 540),
  (md5('5eed/project/office')::uuid, :north, md5('5eed/department/studio')::uuid, :ada, 'Office move', 'From Kungsholm to the harbour.', 'planned', '2027-02-01', '2027-04-30', 60),
  (md5('5eed/project/blend')::uuid, :other, md5('5eed/department/trade')::uuid, :olga, 'Winter blend', 'A new tea for December.', 'active', '2026-09-01', '2026-12-01', 80)
ON CONFLICT DO NOTHING;

INSERT INTO project_members (workspace_id, project_id, user_id, role) VALUES
  (:north, md5('5eed/project/halden')::uuid, :max, 'art director'), (:north, md5('5eed/project/halden')::uuid, :ada, 'account lead'),
  (:north, md5('5eed/project/kestrel')::uuid, :max, 'designer'), (:north, md5('5eed/project/office')::uuid, :ada, 'organizer'),
  (:other, md5('5eed/project/blend')::uuid, :olga, 'buyer')
ON CONFLICT DO NOTHING;

INSERT INTO milestones (id, workspace_id, project_id, name, due_on, completed_on) VALUES
  (md5('5eed/milestone/1')::uuid, :north, md5('5eed/project/halden')::uuid, 'Concept approved', '2026-10-23', '2026-10-22'),
  (md5('5eed/milestone/2')::uuid, :north, md5('5eed/project/halden')::uuid, 'Site goes live', '2026-12-01', NULL),
  (md5('5eed/milestone/3')::uuid, :north, md5('5eed/project/kestrel')::uuid, 'German pages', '2026-11-13', NULL),
  (md5('5eed/milestone/4')::uuid, :other, md5('5eed/project/blend')::uuid, 'Recipe fixed', '2026-10-15', '2026-10-12')
ON CONFLICT DO NOTHING;

INSERT INTO tasks (id, workspace_id, project_id, milestone_id, assignee_id, created_by, title, description, status, priority, due_on,
                   estimate_hours, labels, completed_at, created_at, updated_at)
SELECT md5('5eed/task/' || t.title)::uuid, p.workspace_id, p.id, md5('5eed/milestone/' || t.milestone)::uuid, t.who::uuid, p.owner_id, t.title,
       t.description, t.status, t.priority, t.due::date, t.hours, t.labels::text[], t.completed::timestamptz, t.made::timestamptz, t.made::timestamptz
  FROM (VALUES
    ('halden', '1', :max, 'Moodboards', NULL, 'done', 'medium', '2026-10-16', 16, '{design}', '2026-10-15 14:00Z', '2026-10-06 09:00Z'),
    ('halden', '2', :max, 'Campaign photos', 'Twelve, landscape, with snow.', 'in_progress', 'high', '2026-11-25', 24, '{design,photo}', NULL, '2026-10-26 09:00Z'),
    ('halden', '2', :ada, 'Texts for the landing page', NULL, 'todo', 'high', '2026-11-24', 8, '{copy}', NULL, '2026-10-27 09:00Z'),
    ('halden', '2', :max, 'Put the campaign site live', NULL, 'todo', 'urgent', '2026-12-01', 4, '{web}', NULL, '2026-10-28 09:00Z'),
    ('kestrel', '3', :max, 'Translate the arm pages', 'Into German and French.', 'in_progress', 'medium', '2026-11-13', 30, '{copy}', NULL, '2026-10-12 09:00Z'),
    ('kestrel', NULL, NULL, 'Check the contrast of all buttons', NULL, 'todo', 'low', NULL, 6, '{web,accessibility}', NULL, '2026-11-02 09:00Z'),
    ('office', NULL, :ada, 'Ask three movers for offers', NULL, 'todo', 'medium', '2027-01-15', 3, '{}', NULL, '2026-11-09 09:00Z'),
    ('blend', '4', :olga, 'Print the labels', NULL, 'todo', 'high', '2026-11-27', 5, '{}', NULL, '2026-11-03 09:00Z')
  ) AS t (project, milestone, who, title, description, status, priority, due, hours, labels, completed, made)
  JOIN projects p ON p.id = md5('5eed/project/' || t.project)::uuid
ON CONFLICT DO NOTHING;

INSERT INTO task_dependencies (workspace_id, task_id, waits_for_id) VALUES
  (:north, md5('5eed/task/Put the campaign site live')::uuid, md5('5eed/task/Campaign photos')::uuid),
  (:north, md5('5eed/task/Put the campaign site live')::uuid, md5('5eed/task/Texts for the landing page')::uuid),
  (:other, md5('5eed/task/Print the labels')::uuid, '5eed000b-0000-4000-8000-000000000006')
ON CONFLICT DO NOTHING;

INSERT INTO task_comments (id, workspace_id, task_id, author_id, body, created_at) VALUES
  (md5('5eed/comment/1')::uuid, :north, md5('5eed/task/Campaign photos')::uuid, :max, 'Nine of twelve are in; the last ones wait for snow.', '2026-11-18 15:10Z'),
  (md5('5eed/comment/2')::uuid, :north, md5('5eed/task/Campaign photos')::uuid, :ada, 'Halden sends two of last year''s if it stays green.', '2026-11-19 08:20Z'),
  (md5('5eed/comment/3')::uuid, :other, md5('5eed/task/Print the labels')::uuid, :olga, 'Gold foil is too expensive.', '2026-11-10 11:00Z')
ON CONFLICT DO NOTHING;

INSERT INTO time_entries (id, workspace_id, task_id, user_id, day, hours, note)
SELECT md5('5eed/time/' || t.title || day)::uuid, k.workspace_id, k.id, k.assignee_id, day::date, t.hours, t.note
  FROM (VALUES ('Moodboards', '2026-10-12', 3, 7.5, NULL), ('Campaign photos', '2026-11-09', 4, 6, 'On location'),
               ('Translate the arm pages', '2026-10-19', 6, 5.25, NULL), ('Print the labels', '2026-11-10', 1, 2, 'Offers')
       ) AS t (title, first, days, hours, note)
  JOIN tasks k ON k.id = md5('5eed/task/' || t.title)::uuid AND k.assignee_id IS NOT NULL,
  LATERAL generate_series(t.first::timestamptz, t.first::timestamptz + make_interval(days => t.days - 1), interval '1 day') AS day
ON CONFLICT DO NOTHING;
