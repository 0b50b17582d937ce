INSERT INTO goals (workspace_id, owner_id, name, starts_on, due_on, status, closed_on)
VALUES ('{workspace}', '{user}', 'Late', '2025-01-01', '2025-06-30', 'dropped', '2025-07-01');
