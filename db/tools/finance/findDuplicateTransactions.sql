-- name: findDuplicateTransactions
-- title: Find duplicate transactions
-- description: Finds transactions that look recorded twice: same account, merchant and amount within a few days. Check
--   them with the user before deleting any.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: Nothing looks recorded twice.
-- param days integer min=0 max=14 default=3: How many days apart they may be.
-- param since date optional: First day to look at; 180 days ago if absent.
-- param limit integer min=1 max=100 default=50: How many rows to return.

SELECT t.id AS "transactionId", d.id AS "duplicateOfTransactionId", t.date, d.date AS "firstDate", t.merchant, t.amount, a.currency,
       a.name AS account
  FROM transactions t
  JOIN transactions d ON d.workspace_id = t.workspace_id AND d.account_id = t.account_id AND d.amount = t.amount
   AND lower(d.merchant) = lower(t.merchant) AND (d.date, d.id) < (t.date, t.id) AND t.date - d.date <= :days
  JOIN accounts a ON a.workspace_id = t.workspace_id AND a.id = t.account_id
 WHERE t.workspace_id = :workspace_id AND t.date >= coalesce(:since, current_date - 180)
 ORDER BY t.date DESC, t.id
