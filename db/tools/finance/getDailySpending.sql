-- name: getDailySpending
-- title: Get daily spending
-- description: What was spent on each day of a period, oldest first; days without spending are left out. At most 92
--   days; without dates the last 30.
-- effect: read_only
-- result: rows
-- row_cap: 92
-- when_empty: Nothing was spent in this period.
-- param from date optional: First day.
-- param to date optional: Last day; today if absent.

SELECT t.date, -sum(t.amount) AS spent, a.currency, count(*) AS transactions
  FROM transactions t
  JOIN accounts a ON a.workspace_id = t.workspace_id AND a.id = t.account_id
  LEFT JOIN categories c ON c.workspace_id = t.workspace_id AND c.id = t.category_id
 WHERE t.workspace_id = :workspace_id AND (c.kind = 'expense' OR (c.id IS NULL AND t.amount < 0))
   AND t.date BETWEEN coalesce(:from, coalesce(:to, current_date) - 30) AND coalesce(:to, current_date)
 GROUP BY t.date, a.currency
 ORDER BY t.date, a.currency
