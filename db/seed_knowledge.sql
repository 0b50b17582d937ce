-- The demo's pages. Read by db/seed.sql, in its transaction, after db/seed_crm.sql.
INSERT INTO knowledge_categories (id, workspace_id, name, description) VALUES
  (md5('5eed/shelf/handbook')::uuid, :north, 'Handbook', 'How the studio works'), (md5('5eed/shelf/clients')::uuid, :north, 'Clients', 'What to know about them'),
  (md5('5eed/shelf/tea')::uuid, :other, 'Tea', 'Recipes and suppliers')
ON CONFLICT DO NOTHING;

INSERT INTO pages (id, workspace_id, category_id, author_id, title, body, version) VALUES
  (md5('5eed/page/expenses')::uuid, :north, md5('5eed/shelf/handbook')::uuid, :ada, 'Travel and expenses',
   E'# Travel and expenses\n\nTake the train where it takes less than six hours. Hotels up to 1,400 SEK a night.\n\nSend receipts within two weeks; without a receipt nothing is paid back.', 2),
  (md5('5eed/page/invoices')::uuid, :north, md5('5eed/shelf/handbook')::uuid, :ada, 'How we invoice',
   E'# How we invoice\n\nRetainers on the first of the month, milestones on the day they are accepted. Payment within 20 days; a friendly reminder after 25.', 1),
  (md5('5eed/page/halden')::uuid, :north, md5('5eed/shelf/clients')::uuid, :max, 'Halden: voice and tone',
   E'# Halden: voice and tone\n\nDry humour, no superlatives. Snow is never "pristine".', 1),
  (md5('5eed/page/blend')::uuid, :other, md5('5eed/shelf/tea')::uuid, :olga, 'Winter blend', E'# Winter blend\n\nTwo parts Darjeeling, one part cardamom, orange peel.', 2)
ON CONFLICT DO NOTHING;

INSERT INTO page_versions (workspace_id, page_id, version, author_id, title, body) VALUES
  (:north, md5('5eed/page/expenses')::uuid, 1, :ada, 'Travel and expenses', E'# Travel and expenses\n\nHotels up to 1,200 SEK a night.'),
  (:other, md5('5eed/page/blend')::uuid, 1, :olga, 'Winter blend', E'# Winter blend\n\nTwo parts Darjeeling, orange peel.')
ON CONFLICT DO NOTHING;

INSERT INTO page_comments (id, workspace_id, page_id, author_id, body) VALUES
  (md5('5eed/pagecomment/1')::uuid, :north, md5('5eed/page/expenses')::uuid, :max, 'Does this hold for taxis too?'),
  (md5('5eed/pagecomment/2')::uuid, :other, md5('5eed/page/blend')::uuid, :olga, 'Try with cloves.')
ON CONFLICT DO NOTHING;

INSERT INTO page_templates (id, workspace_id, name, description, body) VALUES
  (md5('5eed/template/minutes')::uuid, :north, 'Minutes', 'For every meeting with a client', E'## Present\n\n## Decisions\n\n## Who does what by when'),
  (md5('5eed/template/tasting')::uuid, :other, 'Tasting', NULL, E'## Leaf\n\n## Cup\n\n## Price')
ON CONFLICT DO NOTHING;

INSERT INTO whiteboards (id, workspace_id, author_id, name) VALUES
  (md5('5eed/board/retro')::uuid, :north, :max, 'Retrospective October'), (md5('5eed/board/shop')::uuid, :other, :olga, 'New shop')
ON CONFLICT DO NOTHING;
INSERT INTO whiteboard_notes (id, workspace_id, whiteboard_id, author_id, text, color, lane, position) VALUES
  (md5('5eed/note/1')::uuid, :north, md5('5eed/board/retro')::uuid, :max, 'Shorter meetings on Mondays', 'green', 'Keep', 1),
  (md5('5eed/note/2')::uuid, :north, md5('5eed/board/retro')::uuid, :ada, 'Software costs crept up', 'pink', 'Change', 1),
  (md5('5eed/note/3')::uuid, :other, md5('5eed/board/shop')::uuid, :olga, 'Window to the harbour', 'yellow', '', 1)
ON CONFLICT DO NOTHING;
