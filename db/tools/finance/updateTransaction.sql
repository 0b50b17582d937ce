-- name: updateTransaction
-- title: Update transaction
-- description: Corrects one transaction: its date, amount, merchant, description, status, category or account. What is
--   not given stays as it is.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no such transaction, account or category; nothing was changed. getTransactions, getAccounts and
--   getCategories list them.
-- on transactions_amount_check: The amount must not be 0.
-- param transactionId uuid: The transaction.
-- param date date optional: The new day.
-- param amount number optional min=-999999999999 max=999999999999: The new amount, negative for money out.
-- param merchant string optional min_length=1 max_length=200: The new merchant.
-- param description string optional max_length=2000: The new description.
-- param status enum(pending,posted) optional: The new status.
-- param category string optional min_length=1 max_length=100: The new category, by its name.
-- param account string optional min_length=1 max_length=100: The new account, by its name.

WITH place AS (
  SELECT (SELECT a.id FROM accounts a WHERE a.workspace_id = :workspace_id AND lower(a.name) = lower(:account)) AS account_id,
         (SELECT c.id FROM categories c WHERE c.workspace_id = :workspace_id AND lower(c.name) = lower(:category)) AS category_id
)
UPDATE transactions t
   SET date = coalesce(:date, t.date), amount = coalesce(:amount, t.amount), merchant = coalesce(:merchant, t.merchant),
       description = coalesce(:description, t.description), status = coalesce(:status, t.status),
       account_id = coalesce(p.account_id, t.account_id), category_id = coalesce(p.category_id, t.category_id)
  FROM place p
 WHERE t.workspace_id = :workspace_id AND t.id = :transactionId
   AND (:account IS NULL OR p.account_id IS NOT NULL) AND (:category IS NULL OR p.category_id IS NOT NULL)
RETURNING t.id AS "transactionId", t.date, t.merchant, t.description, t.amount, t.status
