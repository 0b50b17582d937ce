-- name: getBudgetAlerts
-- title: Get budget alerts
-- description: Budgets that need attention in the current period: those that used at least a share of their limit, the
--   fullest first, with the days left.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: No budget has used that much.
-- param percent number min=0 max=1000 default=80: The share of the limit, in percent.
-- param on date optional: The day to look at; today if absent.

SELECT b.id AS "budgetId", b.name, c.name AS category, b.amount, s.spent, round(100 * s.spent / b.amount, 1) AS "usedPercent", b.currency,
       p.last - p.day AS "daysLeft"
  FROM budgets b
  JOIN categories c ON c.workspace_id = b.workspace_id AND c.id = b.category_id
 CROSS JOIN LATERAL (SELECT date_trunc(b.period, coalesce(:on, current_date)::timestamp)::date AS first, coalesce(:on, current_date) AS day,
       (date_trunc(b.period, coalesce(:on, current_date)::timestamp) + CASE b.period WHEN 'month' THEN interval '1 month'
         WHEN 'quarter' THEN interval '3 months' ELSE interval '1 year' END)::date - 1 AS last) p
 CROSS JOIN LATERAL (
       SELECT coalesce(-sum(t.amount), 0) AS spent
         FROM transactions t JOIN accounts a ON a.workspace_id = t.workspace_id AND a.id = t.account_id AND a.currency = b.currency
        WHERE t.workspace_id = b.workspace_id AND t.category_id = b.category_id AND t.date BETWEEN p.first AND p.day) s
 WHERE b.workspace_id = :workspace_id AND b.starts_on <= p.day AND (b.ends_on IS NULL OR b.ends_on >= p.day)
   AND s.spent >= b.amount * :percent / 100
 ORDER BY s.spent / b.amount DESC, b.name
