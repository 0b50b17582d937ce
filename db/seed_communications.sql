-- The demo's phone numbers, text messages and calls. Read by db/seed.sql, in its transaction, after db/seed_crm.sql.
INSERT INTO phone_numbers (id, workspace_id, assigned_to, number, label, can_sms, can_call, is_default) VALUES
  (md5('5eed/number/front')::uuid, :north, NULL, '+46855501200', 'Studio, Stockholm', true, true, true),
  (md5('5eed/number/max')::uuid, :north, :max, '+442079460120', 'Max, London', true, true, false),
  (md5('5eed/number/tea')::uuid, :other, NULL, '+12125550190', 'Orders', true, true, true)
ON CONFLICT DO NOTHING;

INSERT INTO sms_messages (id, workspace_id, phone_number_id, contact_id, user_id, direction, peer, body, status, created_at, read_at)
SELECT md5('5eed/sms/' || s.body)::uuid, n.workspace_id, n.id, md5('5eed/contact/' || n.workspace_id || s.contact)::uuid, s.by::uuid, s.direction, s.peer,
       s.body, s.status, s.at::timestamptz, s.read::timestamptz
  FROM (VALUES
    ('front', 'Ingrid Solheim', NULL, 'inbound', '+4722000101', 'Number four, please. Can you send it by Friday?', 'received', '2026-11-19 11:05Z', NULL),
    ('front', 'Ingrid Solheim', :ada, 'outbound', '+4722000101', 'Friday before ten it is.', 'delivered', '2026-11-19 11:20Z', NULL),
    ('max', 'Tomas Brandt', :max, 'outbound', '+4930901820', 'The invoice is on its way, sorry for the wait.', 'delivered', '2026-11-18 14:00Z', NULL),
    ('front', 'Priya Nair', NULL, 'inbound', '+4685550101', 'Running ten minutes late.', 'received', '2026-11-12 08:50Z', '2026-11-12 08:55Z'),
    ('tea', 'Sam Whitfield', NULL, 'inbound', '+12125550142', 'Two more pallets of the winter blend?', 'received', '2026-11-17 16:00Z', NULL)
  ) AS s (number, contact, by, direction, peer, body, status, at, read)
  JOIN phone_numbers n ON n.id = md5('5eed/number/' || s.number)::uuid
ON CONFLICT DO NOTHING;

-- One message and one call wait in each outbox: no carrier is attached.
INSERT INTO sms_messages (id, workspace_id, phone_number_id, contact_id, user_id, direction, peer, body, status, send_after, created_at)
SELECT md5('5eed/sms/' || s.body)::uuid, n.workspace_id, n.id, md5('5eed/contact/' || n.workspace_id || s.contact)::uuid, s.by::uuid, 'outbound', s.peer,
       s.body, 'queued', '2026-11-23 08:00Z', '2026-11-19 17:30Z'
  FROM (VALUES ('front', 'Dr. Amelia Hart', :ada, '+442079460011', 'Reminder: we meet on Tuesday at two.'),
               ('tea', 'Anil Rai', :olga, '+91354555010', 'Please confirm the shipping date.')) AS s (number, contact, by, peer, body)
  JOIN phone_numbers n ON n.id = md5('5eed/number/' || s.number)::uuid
ON CONFLICT DO NOTHING;

INSERT INTO calls (id, workspace_id, phone_number_id, contact_id, user_id, direction, peer, status, purpose, call_after, started_at, duration_seconds,
                   outcome, notes, created_at)
SELECT md5('5eed/call/' || c.number || c.at)::uuid, n.workspace_id, n.id, md5('5eed/contact/' || n.workspace_id || c.contact)::uuid, c.by::uuid, c.direction,
       c.peer, c.status, c.purpose, CASE WHEN c.status = 'queued' THEN c.at::timestamptz END, CASE WHEN c.status <> 'queued' THEN c.at::timestamptz END,
       c.seconds, c.outcome, c.notes, least(c.at::timestamptz, timestamptz '2026-11-19 17:30Z')
  FROM (VALUES
    ('front', 'Ingrid Solheim', :ada, 'outbound', '+4722000101', 'completed', 'Winter campaign', '2026-11-18 08:30Z', 840, 'Wants four variants by Thursday', 'Budget stays as it is.'),
    ('front', 'Priya Nair', NULL, 'inbound', '+4685550101', 'missed', NULL, '2026-11-19 15:40Z', 0, NULL, NULL),
    ('max', 'Liv Aasen', :max, 'inbound', '+4733000202', 'completed', NULL, '2026-11-17 10:00Z', 360, 'Tender opens in December', NULL),
    ('front', 'Priya Nair', :ada, 'outbound', '+4685550101', 'queued', 'Call back about the Aurora offer', '2026-11-23 09:00Z', 0, NULL, NULL),
    ('tea', 'Sam Whitfield', :olga, 'outbound', '+12125550142', 'completed', 'Prices for January', '2026-11-10 15:00Z', 420, 'Agreed', NULL)
  ) AS c (number, contact, by, direction, peer, status, purpose, at, seconds, outcome, notes)
  JOIN phone_numbers n ON n.id = md5('5eed/number/' || c.number)::uuid
ON CONFLICT DO NOTHING;

INSERT INTO sms_templates (id, workspace_id, name, body) VALUES
  (md5('5eed/template/reminder')::uuid, :north, 'Appointment reminder', 'Hello {name}, a reminder: we meet on {day} at {time}. Northwind Studio'),
  (md5('5eed/template/paid')::uuid, :north, 'Payment reminder', 'Hello {name}, invoice {number} was due on {day}. Could you have a look?'),
  (md5('5eed/template/shipped')::uuid, :other, 'Shipped', 'Your tea left today: {tracking}')
ON CONFLICT DO NOTHING;

INSERT INTO blocked_numbers (workspace_id, number, blocked_by, reason) VALUES
  (:north, '+46700000001', :ada, 'Asked us to stop writing.'), (:other, '+12125550999', :olga, 'Sells what nobody wants.')
ON CONFLICT DO NOTHING;
