-- name: deleteTransaction
-- title: Delete transaction
-- description: Deletes one transaction for good. Ask the user before you use it.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: There is no transaction with this id; nothing was deleted.
-- param transactionId uuid: The transaction.

DELETE FROM transactions t
 WHERE t.workspace_id = :workspace_id AND t.id = :transactionId
RETURNING t.id AS "transactionId", t.date, t.merchant, t.amount, true AS deleted
