-- name: createTransfer
-- title: Create transfer
-- description: Records money moved between two of the workspace's accounts: two transactions that cancel each other
--   out, in the category of kind transfer if there is one.
-- effect: writes
-- idempotent: no
-- result: rows
-- row_cap: 100
-- when_empty: These are not two accounts of the same currency; nothing was recorded. getAccounts lists them.
-- param fromAccount string min_length=1 max_length=100: The account that the money leaves.
-- param toAccount string min_length=1 max_length=100: The account that it reaches.
-- param amount number min=0.01 max=999999999999: How much, as a positive number.
-- param date date optional: The day; today if absent.
-- param description string optional max_length=2000: What it was for.

WITH place AS (
  SELECT a.id AS from_id, a.name AS from_name, b.id AS to_id, b.name AS to_name, a.currency,
         (SELECT c.id FROM categories c WHERE c.workspace_id = :workspace_id AND c.kind = 'transfer' ORDER BY c.name LIMIT 1) AS category_id
    FROM accounts a JOIN accounts b ON b.workspace_id = a.workspace_id AND b.currency = a.currency AND b.id <> a.id
   WHERE a.workspace_id = :workspace_id AND lower(a.name) = lower(:fromAccount) AND lower(b.name) = lower(:toAccount)
), added AS (
  INSERT INTO transactions (workspace_id, account_id, category_id, date, amount, merchant, description)
  SELECT :workspace_id, side.account_id, p.category_id, coalesce(:date, current_date), side.amount, 'Transfer',
         coalesce(:description, 'From ' || p.from_name || ' to ' || p.to_name)
    FROM place p, LATERAL (VALUES (p.from_id, -round(:amount, 2)), (p.to_id, round(:amount, 2))) AS side (account_id, amount)
  RETURNING id, account_id, date, amount
)
SELECT added.id AS "transactionId", a.name AS account, added.date, added.amount, a.currency
  FROM added JOIN accounts a ON a.id = added.account_id
 ORDER BY added.amount
