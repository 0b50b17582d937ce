-- name: getUncategorizedTransactions
-- title: Get uncategorized transactions
-- description: Lists transactions that have no category yet, newest first, each with the category that this merchant
--   had most often. Use it before categorizeTransaction.
-- effect: read_only
-- result: rows
-- row_cap: 200
-- when_empty: Every transaction has a category.
-- param limit integer min=1 max=200 default=50: How many rows to return.
-- param offset integer min=0 max=100000 default=0: How many rows to skip, to page through a long list.

SELECT t.id AS "transactionId", t.date, t.merchant, t.description, t.amount, a.currency, a.name AS account,
       (SELECT c2.name FROM transactions s JOIN categories c2 ON c2.workspace_id = s.workspace_id AND c2.id = s.category_id
         WHERE s.workspace_id = t.workspace_id AND lower(s.merchant) = lower(t.merchant)
         GROUP BY c2.name ORDER BY count(*) DESC, c2.name LIMIT 1) AS "suggestedCategory"
  FROM transactions t
  JOIN accounts a ON a.workspace_id = t.workspace_id AND a.id = t.account_id
 WHERE t.workspace_id = :workspace_id AND t.category_id IS NULL
 ORDER BY t.date DESC, t.id
OFFSET :offset
