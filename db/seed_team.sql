-- The demo's channels and messages. Read by db/seed.sql, in its transaction, after db/seed_crm.sql.
INSERT INTO channels (id, workspace_id, created_by, name, topic, is_private) VALUES
  (md5('5eed/channel/general')::uuid, :north, :ada, 'general', 'Everything that concerns all of us', false),
  (md5('5eed/channel/halden')::uuid, :north, :max, 'halden', 'Winter campaign', false),
  (md5('5eed/channel/money')::uuid, :north, :ada, 'money', 'Invoices and budgets', true),
  (md5('5eed/channel/tea')::uuid, :other, :olga, 'tea-room', 'Tastings', false)
ON CONFLICT DO NOTHING;

INSERT INTO channel_members (workspace_id, channel_id, user_id, last_read_at) VALUES
  (:north, md5('5eed/channel/general')::uuid, :ada, '2026-11-18 08:00Z'), (:north, md5('5eed/channel/general')::uuid, :max, '2026-11-19 17:00Z'),
  (:north, md5('5eed/channel/halden')::uuid, :max, '2026-11-19 17:00Z'), (:north, md5('5eed/channel/halden')::uuid, :ada, '2026-11-18 08:00Z'),
  (:north, md5('5eed/channel/money')::uuid, :ada, '2026-11-19 17:00Z'), (:other, md5('5eed/channel/tea')::uuid, :olga, '2026-11-19 17:00Z')
-- Who made a channel has been put into it by now, in this very transaction.
ON CONFLICT (channel_id, user_id) DO UPDATE SET last_read_at = excluded.last_read_at WHERE channel_members.created_at = now();

INSERT INTO channel_messages (id, workspace_id, channel_id, author_id, body, created_at, pinned_at, reply_to_id)
SELECT md5('5eed/message/' || m.body)::uuid, c.workspace_id, c.id, m.who::uuid, m.body, m.at::timestamptz, m.pinned::timestamptz,
       md5('5eed/message/' || m.reply)::uuid
  FROM (VALUES
    ('general', :ada, 'The lease for the harbour office is signed.', '2026-11-12 09:05Z', '2026-11-12 09:06Z', NULL),
    ('general', :max, 'Hooray! When do we get the keys?', '2026-11-12 09:20Z', NULL, 'The lease for the harbour office is signed.'),
    ('general', :max, '@Ada the Kestrel invoice needs your signature.', '2026-11-19 16:40Z', NULL, NULL),
    ('halden', :max, 'First snow photos are in the shared folder.', '2026-11-18 15:00Z', NULL, NULL),
    ('halden', :max, 'Ingrid likes number four best.', '2026-11-19 11:30Z', NULL, NULL),
    ('money', :ada, 'Software was over its budget in October again.', '2026-11-03 08:45Z', NULL, NULL),
    ('tea-room', :olga, 'The winter blend needs more cardamom.', '2026-11-11 14:00Z', NULL, NULL)
  ) AS m (channel, who, body, at, pinned, reply)
  JOIN channels c ON c.id = md5('5eed/channel/' || replace(m.channel, '-room', ''))::uuid
ON CONFLICT DO NOTHING;

INSERT INTO message_reactions (workspace_id, message_id, user_id, emoji) VALUES
  (:north, md5('5eed/message/The lease for the harbour office is signed.')::uuid, :max, '🎉'),
  (:north, md5('5eed/message/Ingrid likes number four best.')::uuid, :ada, '👍'),
  (:other, md5('5eed/message/The winter blend needs more cardamom.')::uuid, :olga, '🫖')
ON CONFLICT DO NOTHING;

INSERT INTO direct_messages (id, workspace_id, sender_id, recipient_id, body, created_at) VALUES
  (md5('5eed/direct/1')::uuid, :north, :max, :ada, 'Can we talk about the Aurora offer before Thursday?', '2026-11-19 15:55Z'),
  (md5('5eed/direct/2')::uuid, :other, :olga, :olga, 'Order cardamom on Monday.', '2026-11-13 18:00Z')
ON CONFLICT DO NOTHING;
