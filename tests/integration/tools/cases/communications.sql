INSERT INTO contacts (id, workspace_id, full_name, email, phone, tags) VALUES
  (md5('{workspace}ingrid')::uuid, '{workspace}', 'Ingrid Solheim', 'ingrid@test.example', '+47 22 00 01 01', '{retainer}'),
  (md5('{workspace}tomas')::uuid, '{workspace}', 'Tomas Brandt', 'tomas@test.example', '0049 30 901820', '{retainer}'),
  (md5('{workspace}jonas')::uuid, '{workspace}', 'Jonas Vik', NULL, NULL, '{retainer}');
INSERT INTO phone_numbers (id, workspace_id, number, label, is_default, can_call) VALUES
  (md5('{workspace}front')::uuid, '{workspace}', '+46855500100', 'Front desk', true, true),
  (md5('{workspace}text')::uuid, '{workspace}', '+46855500101', 'Texts only', false, false);
INSERT INTO sms_messages (workspace_id, phone_number_id, contact_id, direction, peer, body, status, created_at) VALUES
  ('{workspace}', md5('{workspace}front')::uuid, md5('{workspace}ingrid')::uuid, 'inbound', '+4722000101', 'Could we move Thursday?', 'received', '2026-01-05 10:00Z'),
  ('{workspace}', md5('{workspace}front')::uuid, NULL, 'outbound', '+12125550142', 'Your parcel left.', 'failed', '2026-01-04 10:00Z');
INSERT INTO calls (workspace_id, phone_number_id, contact_id, user_id, direction, peer, status, started_at, duration_seconds, outcome, transcript) VALUES
  ('{workspace}', md5('{workspace}front')::uuid, md5('{workspace}ingrid')::uuid, '{user}', 'inbound', '+4722000101', 'completed', '2026-01-05 09:00Z', 300, 'Wants a new date', 'About the invoice.'),
  ('{workspace}', md5('{workspace}front')::uuid, NULL, NULL, 'inbound', '+12125550142', 'missed', '2026-01-06 09:00Z', 0, NULL, NULL);
