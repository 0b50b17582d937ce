-- name: getPendingTransactions
-- title: Get pending transactions
-- description: Lists transactions that the bank has not booked yet, oldest first.
-- effect: read_only
-- result: rows
-- row_cap: 200
-- when_empty: Nothing is pending.
-- param limit integer min=1 max=200 default=50: How many rows to return.

SELECT t.id AS "transactionId", t.date, t.merchant, t.amount, a.currency, c.name AS category, a.name AS account,
       current_date - t.date AS "daysPending"
  FROM transactions t
  JOIN accounts a ON a.workspace_id = t.workspace_id AND a.id = t.account_id
  LEFT JOIN categories c ON c.workspace_id = t.workspace_id AND c.id = t.category_id
 WHERE t.workspace_id = :workspace_id AND t.status = 'pending' AND t.date <= current_date
 ORDER BY t.date, t.id
