INSERT INTO tasks (workspace_id, assignee_id, created_by, title, status, priority, due_on, updated_at) VALUES
  ('{workspace}', '{user}', '{user}', 'Send the invoice', 'todo', 'urgent', '2020-01-01', '2026-01-03'),
  ('{workspace}', '{user}', '{user}', 'Old thing', 'done', 'low', NULL, '2026-01-02'),
  ('{workspace}', NULL, '{user}', 'Nobody''s', 'in_progress', 'medium', NULL, '2026-01-01');
