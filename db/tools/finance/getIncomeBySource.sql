-- name: getIncomeBySource
-- title: Get income by source
-- description: Who paid in a period: payers by their sum, largest first, with number of payments and the last date.
--   Without dates it covers the last 365 days.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: Nothing came in during this period.
-- param from date optional: First day.
-- param to date optional: Last day; today if absent.
-- param limit integer min=1 max=100 default=20: How many rows to return.

SELECT t.merchant AS payer, sum(t.amount) AS income, a.currency, count(*) AS payments, max(t.date) AS "lastDate"
  FROM transactions t
  JOIN accounts a ON a.workspace_id = t.workspace_id AND a.id = t.account_id
  LEFT JOIN categories c ON c.workspace_id = t.workspace_id AND c.id = t.category_id
 WHERE t.workspace_id = :workspace_id AND (c.kind = 'income' OR (c.id IS NULL AND t.amount > 0))
   AND t.date BETWEEN coalesce(:from, coalesce(:to, current_date) - 365) AND coalesce(:to, current_date)
 GROUP BY t.merchant, a.currency
 ORDER BY income DESC, t.merchant
