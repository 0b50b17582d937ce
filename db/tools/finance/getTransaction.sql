-- name: getTransaction
-- title: Get transaction
-- description: Everything about one transaction whose id another tool returned.
-- effect: read_only
-- result: row
-- when_empty: There is no transaction with this id. getTransactions finds ids.
-- param transactionId uuid: The transaction.

SELECT t.id AS "transactionId", t.date, t.merchant, t.description, t.amount, a.currency, t.status,
       c.id AS "categoryId", c.name AS category, a.id AS "accountId", a.name AS account,
       t.created_at AS "createdAt", t.updated_at AS "updatedAt"
  FROM transactions t
  JOIN accounts a ON a.workspace_id = t.workspace_id AND a.id = t.account_id
  LEFT JOIN categories c ON c.workspace_id = t.workspace_id AND c.id = t.category_id
 WHERE t.workspace_id = :workspace_id AND t.id = :transactionId
