-- name: getLargestTransactions
-- title: Get largest transactions
-- description: Lists the largest single amounts of a period, money in or money out, largest first. Transfers are left
--   out. Without dates it covers the last 90 days.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: There are no transactions in this period.
-- param from date optional: First day.
-- param to date optional: Last day; today if absent.
-- param direction enum(in,out) default=out: Money in or money out.
-- param limit integer min=1 max=100 default=10: How many rows to return.

SELECT t.id AS "transactionId", t.date, t.merchant, t.description, t.amount, a.currency, c.name AS category, a.name AS account
  FROM transactions t
  JOIN accounts a ON a.workspace_id = t.workspace_id AND a.id = t.account_id
  LEFT JOIN categories c ON c.workspace_id = t.workspace_id AND c.id = t.category_id
 WHERE t.workspace_id = :workspace_id AND c.kind IS DISTINCT FROM 'transfer'
   AND t.date BETWEEN coalesce(:from, coalesce(:to, current_date) - 90) AND coalesce(:to, current_date)
   AND (t.amount > 0) = (:direction = 'in')
 ORDER BY abs(t.amount) DESC, t.date DESC, t.id
