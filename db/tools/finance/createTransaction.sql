-- name: createTransaction
-- title: Create transaction
-- description: Records a transaction by hand. Money out is a negative amount, money in a positive one, in the account's
--   currency. Say account and category by name.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: There is no account or no category with this name; nothing was recorded. getAccounts and getCategories
--   list the names.
-- on transactions_amount_check: The amount must not be 0.
-- param account string min_length=1 max_length=100: The account's name.
-- param date date: The day of the transaction.
-- param amount number min=-999999999999 max=999999999999: Negative for money out, positive for money in.
-- param merchant string min_length=1 max_length=200: Who was paid, or who paid.
-- param category string optional max_length=100: The category's name.
-- param description string optional max_length=2000: What it was for.
-- param status enum(pending,posted) default=posted: Whether the bank has booked it.

WITH place AS (
  SELECT a.id AS account_id, a.name, a.currency, c.id AS category_id, c.name AS category
    FROM accounts a
    LEFT JOIN categories c ON c.workspace_id = a.workspace_id AND lower(c.name) = lower(:category)
   WHERE a.workspace_id = :workspace_id AND lower(a.name) = lower(:account)
     AND (:category IS NULL OR c.id IS NOT NULL)
   ORDER BY a.name = :account DESC
   LIMIT 1
), added AS (
  INSERT INTO transactions (workspace_id, account_id, category_id, date, amount, merchant, description, status)
  SELECT :workspace_id, p.account_id, p.category_id, :date, :amount, :merchant, :description, :status
    FROM place p
  RETURNING *
)
SELECT added.id AS "transactionId", added.date, added.merchant, added.amount, p.currency, p.category, p.name AS account,
       added.status
  FROM added, place p
