INSERT INTO accounts (workspace_id, name, kind, institution, last_four, currency, opening_balance, is_active) VALUES
  ('{workspace}', 'Checking', 'checking', 'Test Bank', '1111', 'USD', 1000.00, true),
  ('{workspace}', 'Card', 'credit_card', 'Test Card', '2222', 'USD', 0, true),
  ('{workspace}', 'Old', 'savings', NULL, NULL, 'EUR', 5.50, false);
INSERT INTO categories (workspace_id, name, kind) VALUES
  ('{workspace}', 'Software', 'expense'), ('{workspace}', 'Rent', 'expense'), ('{workspace}', 'Sales', 'income'),
  ('{workspace}', 'Transfers', 'transfer');
INSERT INTO transactions (workspace_id, account_id, category_id, date, amount, merchant, description, status)
SELECT '{workspace}', a.id, c.id, v.date::date, v.amount, v.merchant, v.description, v.status
  FROM (VALUES
    ('Checking', 'Sales', '2026-02-05', 5000.00, 'Halden', 'Retainer', 'posted'),
    ('Checking', 'Rent', '2026-02-01', -1200.00, 'Landlord', NULL, 'posted'),
    ('Checking', 'Sales', '2026-03-05', 5000.00, 'Halden', 'Retainer', 'posted'),
    ('Checking', 'Rent', '2026-03-01', -1200.00, 'Landlord', NULL, 'posted'),
    ('Card', 'Software', '2026-02-10', -100.25, 'Figma', 'Six seats', 'posted'),
    ('Card', 'Software', '2026-03-10', -150.25, 'Figma', 'Eight seats', 'posted'),
    ('Card', 'Software', '2026-03-12', -49.50, 'GitHub', '100%_sure "quoted" \ text', 'posted'),
    ('Card', NULL, '2026-03-15', -20.00, 'Cafe Ünïcode', NULL, 'pending'),
    ('Checking', 'Transfers', '2026-03-20', -199.75, 'Test Bank', 'To the card', 'posted'),
    ('Card', 'Transfers', '2026-03-20', 199.75, 'Test Bank', 'From checking', 'posted')
  ) AS v (account, category, date, amount, merchant, description, status)
  JOIN accounts a ON a.workspace_id = '{workspace}' AND a.name = v.account
  LEFT JOIN categories c ON c.workspace_id = '{workspace}' AND c.name = v.category;
INSERT INTO budgets (workspace_id, category_id, name, period, amount, starts_on)
SELECT '{workspace}', id, 'Software cap', 'quarter', 400.00, '2026-01-01' FROM categories
 WHERE workspace_id = '{workspace}' AND name = 'Software';
