-- name: getRecurringPayments
-- title: Get recurring payments
-- description: Finds what comes back: merchants that were paid in at least three different months of the last year,
--   with the usual amount, how often, the last date and the yearly cost. Use it for subscriptions and fixed costs.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: Nothing comes back in at least three months.
-- param category string optional max_length=100: Only this category, by its name.
-- param asOf date optional: The end of the year that is looked at; today if absent.
-- param limit integer min=1 max=100 default=50: How many rows to return.

SELECT t.merchant, min(c.name) AS category, a.currency, count(DISTINCT date_trunc('month', t.date)) AS months,
       round(-percentile_cont(0.5) WITHIN GROUP (ORDER BY t.amount)::numeric, 2) AS "usualAmount",
       -sum(t.amount) AS "lastYear", max(t.date) AS "lastDate"
  FROM transactions t
  JOIN accounts a ON a.workspace_id = t.workspace_id AND a.id = t.account_id
  LEFT JOIN categories c ON c.workspace_id = t.workspace_id AND c.id = t.category_id
 WHERE t.workspace_id = :workspace_id AND (c.kind = 'expense' OR (c.id IS NULL AND t.amount < 0))
   AND t.date > coalesce(:asOf, current_date) - 365 AND t.date <= coalesce(:asOf, current_date)
   AND (:category IS NULL OR lower(c.name) = lower(:category))
 GROUP BY t.merchant, a.currency
HAVING count(DISTINCT date_trunc('month', t.date)) >= 3
 ORDER BY "lastYear" DESC, t.merchant
