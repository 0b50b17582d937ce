-- name: markTransactionPosted
-- title: Mark transaction posted
-- description: Marks pending transactions as posted, because the bank has booked them.
-- effect: writes
-- idempotent: yes
-- result: rows
-- row_cap: 100
-- when_empty: None of these transactions exists; nothing was changed.
-- param transactionIds array(uuid) min_items=1 max_items=100: The transactions.

UPDATE transactions t SET status = 'posted'
 WHERE t.workspace_id = :workspace_id AND t.id = ANY (:transactionIds)
RETURNING t.id AS "transactionId", t.date, t.merchant, t.amount, t.status
