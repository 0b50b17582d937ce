-- name: renameMerchant
-- title: Rename merchant
-- description: Gives all transactions of one merchant another merchant name, to clean up how banks spell it ("AMZN
--   MKTP" to "Amazon").
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: No transaction has this merchant; nothing was changed. getTopMerchants and getTransactions show the
--   names.
-- param merchant string min_length=1 max_length=200: The name as it is now.
-- param newName string min_length=1 max_length=200: The name that it shall have.

WITH renamed AS (
  UPDATE transactions t SET merchant = :newName
   WHERE t.workspace_id = :workspace_id AND lower(t.merchant) = lower(:merchant)
  RETURNING t.id
)
SELECT :newName AS merchant, count(*) AS transactions FROM renamed HAVING count(*) > 0
