-- name: getMerchantHistory
-- title: Get merchant history
-- description: Everything about one merchant: first and last date, number of transactions, total, average, smallest and
--   largest amount, and its usual category.
-- effect: read_only
-- result: row
-- when_empty: No transaction has this merchant. getTopMerchants and getTransactions show the names.
-- param merchant string min_length=1 max_length=200: The merchant's exact name.

SELECT min(t.merchant) AS merchant, count(*) AS transactions, sum(t.amount) AS total, round(avg(t.amount), 2) AS average,
       min(t.amount) AS smallest, max(t.amount) AS largest, min(t.date) AS "firstDate", max(t.date) AS "lastDate",
       mode() WITHIN GROUP (ORDER BY c.name) AS category, min(a.currency) AS currency
  FROM transactions t
  JOIN accounts a ON a.workspace_id = t.workspace_id AND a.id = t.account_id
  LEFT JOIN categories c ON c.workspace_id = t.workspace_id AND c.id = t.category_id
 WHERE t.workspace_id = :workspace_id AND lower(t.merchant) = lower(:merchant)
HAVING count(*) > 0
