-- name: categorizeTransaction
-- title: Categorize transaction
-- description: Puts transactions into a category, by their ids from getTransactions and the category's name.
-- effect: writes
-- idempotent: yes
-- result: rows
-- row_cap: 100
-- when_empty: None of these transactions exists, or there is no category with this name; nothing was changed.
--   getTransactions finds ids, getCategories the names.
-- param transactionIds array(uuid) min_items=1 max_items=100: The transactions.
-- param category string min_length=1 max_length=100: The category's name.

WITH target AS (
  SELECT c.id, c.name FROM categories c WHERE c.workspace_id = :workspace_id AND lower(c.name) = lower(:category)
)
UPDATE transactions t
   SET category_id = target.id
  FROM target
 WHERE t.workspace_id = :workspace_id AND t.id = ANY (:transactionIds)
RETURNING t.id AS "transactionId", t.date, t.merchant, t.amount, target.name AS category
