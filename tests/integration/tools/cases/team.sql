INSERT INTO channels (workspace_id, name, topic, is_private, created_by) VALUES
  ('{workspace}', 'general', 'Everything', false, '{colleague}'), ('{workspace}', 'secret', NULL, true, '{colleague}');
INSERT INTO channel_members (workspace_id, channel_id, user_id, last_read_at)
SELECT workspace_id, id, '{user}', '2020-01-01' FROM channels WHERE workspace_id = '{workspace}' AND name = 'general';
INSERT INTO channel_messages (workspace_id, channel_id, author_id, body, created_at)
SELECT c.workspace_id, c.id, '{colleague}', v.body, v.at::timestamptz
  FROM (VALUES ('general', 'Lunch at noon?', '2026-01-05 10:00Z'), ('general', '@Ann please look at the invoice', '2026-01-05 11:00Z'),
               ('secret', 'The surprise for Ann', '2026-01-05 12:00Z')) AS v (channel, body, at)
  JOIN channels c ON c.workspace_id = '{workspace}' AND c.name = v.channel;
INSERT INTO direct_messages (workspace_id, sender_id, recipient_id, body, created_at) VALUES
  ('{workspace}', '{colleague}', '{user}', 'Are you in today?', '2026-01-05 09:00Z');
INSERT INTO meetings (id, workspace_id, organizer_id, title, starts_at, ends_at) VALUES
  (md5('{workspace}')::uuid, '{workspace}', '{colleague}', 'Stand-up', '2030-05-06 09:00Z', '2030-05-06 10:00Z');
INSERT INTO meeting_attendees (workspace_id, meeting_id, user_id) VALUES ('{workspace}', md5('{workspace}')::uuid, '{colleague}');
