-- name: getTopMerchants
-- title: Get top merchants
-- description: Where most money was spent in a period: merchants by their sum, largest first, with number of
--   transactions, average and last date. Use it to find subscriptions and large suppliers. Without dates it covers the
--   last 90 days.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: Nothing was spent in this period.
-- param from date optional: First day; 90 days before the last if absent.
-- param to date optional: Last day; today if absent.
-- param category string optional max_length=100: Only this category, by its name.
-- param limit integer min=1 max=100 default=10: How many merchants to return.

SELECT t.merchant, -sum(t.amount) AS spent, a.currency, count(*) AS transactions, round(-avg(t.amount), 2) AS average,
       max(t.date) AS "lastDate", min(c.name) AS category
  FROM transactions t
  JOIN accounts a ON a.workspace_id = t.workspace_id AND a.id = t.account_id
  LEFT JOIN categories c ON c.workspace_id = t.workspace_id AND c.id = t.category_id
 WHERE t.workspace_id = :workspace_id
   AND t.date BETWEEN coalesce(:from, coalesce(:to, current_date) - 90) AND coalesce(:to, current_date)
   AND (c.kind = 'expense' OR (c.id IS NULL AND t.amount < 0))
   AND (:category IS NULL OR lower(c.name) = lower(:category))
 GROUP BY t.merchant, a.currency
 ORDER BY spent DESC, t.merchant
