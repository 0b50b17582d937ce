-- name: splitTransaction
-- title: Split transaction
-- description: Splits a part off a transaction into one of its own with another category: the original keeps the rest.
--   For a receipt that covers several purposes.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: There is no such transaction or category, or the part is not smaller than the whole; nothing was changed.
-- param transactionId uuid: The transaction to split.
-- param amount number min=0.01 max=999999999999: How much to split off, as a positive number smaller than the whole.
-- param category string min_length=1 max_length=100: The category of the part.
-- param description string optional max_length=2000: What the part was for.

WITH source AS (
  SELECT t.*, c.id AS new_category, c.name AS category
    FROM transactions t JOIN categories c ON c.workspace_id = t.workspace_id AND lower(c.name) = lower(:category)
   WHERE t.workspace_id = :workspace_id AND t.id = :transactionId AND :amount < abs(t.amount)
), reduced AS (
  UPDATE transactions t SET amount = t.amount - sign(t.amount) * round(:amount, 2)
    FROM source s WHERE t.workspace_id = :workspace_id AND t.id = s.id
  RETURNING t.id, t.amount
), added AS (
  INSERT INTO transactions (workspace_id, account_id, category_id, date, amount, merchant, description, status)
  SELECT s.workspace_id, s.account_id, s.new_category, s.date, sign(s.amount) * round(:amount, 2), s.merchant,
         coalesce(:description, s.description), s.status FROM source s
  RETURNING id, amount, date, merchant
)
SELECT added.id AS "transactionId", added.date, added.merchant, added.amount, s.category,
       reduced.id AS "originalTransactionId", reduced.amount AS "originalAmount"
  FROM added, reduced, source s
