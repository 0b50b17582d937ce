-- The demo's customers. Read by db/seed.sql, in its transaction.
\set north '''5eed0001-0000-4000-8000-000000000001'''
\set other '''5eed0001-0000-4000-8000-000000000002'''
\set ada '''5eed0002-0000-4000-8000-000000000001'''
\set max '''5eed0002-0000-4000-8000-000000000002'''
\set olga '''5eed0002-0000-4000-8000-000000000003'''

INSERT INTO companies (id, workspace_id, name, domain, industry, employees, notes)
SELECT md5('5eed/company/' || w || name)::uuid, w::uuid, name, domain, industry, employees, notes
  FROM (VALUES
    (:north, 'Halden Outdoor', 'halden-outdoor.example', 'Retail', 140, 'Monthly retainer since 2024; decides in autumn for the next year.'),
    (:north, 'Brightwater Clinic', 'brightwater.example', 'Health care', 85, 'Wants plain language everywhere.'),
    (:north, 'Kestrel Robotics', 'kestrel.example', 'Manufacturing', 220, 'Product site in milestones.'),
    (:north, 'Fjordby Municipality', 'fjordby.example', 'Public sector', 900, 'Tenders; needs three offers above 50,000.'),
    (:north, 'Aurora Hotels', 'aurora-hotels.example', 'Hospitality', 310, NULL),
    (:other, 'Corner Shop Group', 'cornershops.example', 'Retail', 60, 'Buys by the pallet.'),
    (:other, 'Darjeeling Estates', 'darjeeling-estates.example', 'Agriculture', 400, 'Our first flush.')
  ) AS c (w, name, domain, industry, employees, notes)
ON CONFLICT DO NOTHING;

INSERT INTO contacts (id, workspace_id, company_id, owner_id, full_name, email, phone, job_title, tags, notes)
SELECT md5('5eed/contact/' || w || c.name)::uuid, w::uuid, k.id, owner::uuid, c.name, email, phone, title, tags::text[], c.notes
  FROM (VALUES
    (:north, 'Halden Outdoor', :ada, 'Ingrid Solheim', 'ingrid@halden-outdoor.example', '+47 22 00 01 01', 'Head of marketing', '{decision maker,retainer}', 'Prefers calls before ten.'),
    (:north, 'Halden Outdoor', :max, 'Jonas Vik', 'jonas@halden-outdoor.example', NULL, 'Product designer', '{}', NULL),
    (:north, 'Brightwater Clinic', :ada, 'Dr. Amelia Hart', 'hart@brightwater.example', '+44 20 7946 0011', 'Managing director', '{decision maker}', NULL),
    (:north, 'Kestrel Robotics', :max, 'Tomas Brandt', 'tomas@kestrel.example', '+49 30 901820', 'Chief operating officer', '{decision maker,projects}', 'Send figures, not adjectives.'),
    (:north, 'Fjordby Municipality', :max, 'Liv Aasen', 'liv.aasen@fjordby.example', '+47 33 00 02 02', 'Planner', '{tender}', NULL),
    (:north, 'Aurora Hotels', :ada, 'Priya Nair', 'priya@aurora-hotels.example', '+46 8 555 0101', 'Brand manager', '{prospect}', 'Met at the spring fair.'),
    (:other, 'Corner Shop Group', :olga, 'Sam Whitfield', 'sam@cornershops.example', '+1 212 555 0142', 'Buyer', '{wholesale}', NULL),
    (:other, 'Darjeeling Estates', :olga, 'Anil Rai', 'anil@darjeeling-estates.example', '+91 354 555 010', 'Export manager', '{supplier}', NULL)
  ) AS c (w, company, owner, name, email, phone, title, tags, notes)
  JOIN companies k ON k.workspace_id = w::uuid AND k.name = company
ON CONFLICT DO NOTHING;

INSERT INTO pipelines (id, workspace_id, name) VALUES
  ('5eed000e-0000-4000-8000-000000000001', :north, 'New business'), ('5eed000e-0000-4000-8000-000000000002', :other, 'Wholesale')
ON CONFLICT DO NOTHING;
INSERT INTO pipeline_stages (id, workspace_id, pipeline_id, name, position, probability)
SELECT md5('5eed/stage/' || p.name || s.name)::uuid, p.workspace_id, p.id, s.name, s.position, s.probability
  FROM (VALUES ('New business', 'First talk', 1, 10), ('New business', 'Brief', 2, 30), ('New business', 'Proposal', 3, 50),
               ('New business', 'Contract', 4, 80), ('Wholesale', 'Sample sent', 1, 20), ('Wholesale', 'Price agreed', 2, 70)
       ) AS s (pipeline, name, position, probability)
  JOIN pipelines p ON p.name = s.pipeline AND p.id::text LIKE '5eed000e-%'
ON CONFLICT DO NOTHING;

INSERT INTO deals (id, workspace_id, pipeline_id, stage_id, contact_id, company_id, owner_id, title, value, status, expected_close,
                   closed_on, lost_reason, stage_since)
SELECT md5('5eed/deal/' || d.title)::uuid, c.workspace_id, s.pipeline_id, s.id, c.id, c.company_id, c.owner_id, d.title, d.value, d.status,
       d.expected::date, d.closed::date, d.reason, d.since::timestamptz
  FROM (VALUES
    ('Ingrid Solheim', 'Contract', 'Retainer 2027', 204000.00, 'open', '2026-12-15', NULL, NULL, '2026-11-10 09:00Z'),
    ('Tomas Brandt', 'Proposal', 'Robot arm launch site', 64000.00, 'open', '2026-12-20', NULL, NULL, '2026-11-04 09:00Z'),
    ('Priya Nair', 'Brief', 'Hotel rebrand', 118000.00, 'open', '2027-02-28', NULL, NULL, '2026-10-28 09:00Z'),
    ('Liv Aasen', 'First talk', 'Harbour signage tender', 52000.00, 'open', '2027-01-31', NULL, NULL, '2026-09-30 09:00Z'),
    ('Dr. Amelia Hart', 'Contract', 'Patient guide', 23500.00, 'won', NULL, '2026-09-18', NULL, '2026-09-01 09:00Z'),
    ('Liv Aasen', 'Proposal', 'Library wayfinding', 38000.00, 'lost', NULL, '2026-08-27', 'Price', '2026-08-01 09:00Z'),
    ('Sam Whitfield', 'Price agreed', 'Winter teas', 9600.00, 'open', '2026-12-05', NULL, NULL, '2026-11-12 09:00Z')
  ) AS d (contact, stage, title, value, status, expected, closed, reason, since)
  JOIN contacts c ON c.full_name = d.contact AND c.id = md5('5eed/contact/' || c.workspace_id || c.full_name)::uuid
  JOIN pipeline_stages s ON s.workspace_id = c.workspace_id AND s.name = d.stage
ON CONFLICT DO NOTHING;

INSERT INTO leads (id, workspace_id, owner_id, full_name, company, email, source, status, score, notes) VALUES
  (md5('5eed/lead/1')::uuid, :north, :max, 'Henrik Dahl', 'Nordkyst Ferries', 'henrik@nordkyst.example', 'website', 'new', 60, 'Asked for a timetable app.'),
  (md5('5eed/lead/2')::uuid, :north, :ada, 'Sofia Castellan', 'Castellan Wines', 'sofia@castellan.example', 'event', 'qualified', 80, NULL),
  (md5('5eed/lead/3')::uuid, :north, :max, 'Ben Otto', NULL, 'ben.otto@mail.example', 'advertising', 'disqualified', 5, 'Looking for a job.'),
  (md5('5eed/lead/4')::uuid, :other, :olga, 'Grace Lowe', 'Lowe Hotels', 'grace@lowe-hotels.example', 'referral', 'contacted', 55, NULL)
ON CONFLICT DO NOTHING;

INSERT INTO activities (id, workspace_id, kind, subject, body, contact_id, deal_id, user_id, due_at, done_at)
SELECT md5('5eed/activity/' || a.subject)::uuid, d.workspace_id, a.kind, a.subject, a.body, d.contact_id, d.id, d.owner_id,
       a.due::timestamptz, a.done::timestamptz
  FROM (VALUES
    ('Retainer 2027', 'meeting', 'Year review with Halden', 'Happy with the campaign site; wants fewer meetings.', NULL, '2026-11-10 10:00Z'),
    ('Retainer 2027', 'follow_up', 'Send the 2027 contract', NULL, '2026-11-25 09:00Z', NULL),
    ('Robot arm launch site', 'call', 'Scope with Tomas', 'Three languages, no shop.', NULL, '2026-11-05 13:00Z'),
    ('Robot arm launch site', 'follow_up', 'Ask Kestrel for the product photos', NULL, '2026-11-24 09:00Z', NULL),
    ('Hotel rebrand', 'email', 'Sent references to Aurora', NULL, NULL, '2026-10-29 15:20Z'),
    ('Winter teas', 'call', 'Agreed on price with Sam', NULL, NULL, '2026-11-12 16:00Z')
  ) AS a (deal, kind, subject, body, due, done)
  JOIN deals d ON d.id = md5('5eed/deal/' || a.deal)::uuid
ON CONFLICT DO NOTHING;
