-- name: getBudgets
-- title: Get budgets
-- description: Lists budgets with what has been spent of each in its current period (month, quarter or year), what
--   remains, and the share used in percent; over 100 means overspent. Use it for "are we within budget".
-- effect: read_only
-- result: rows
-- row_cap: 200
-- when_empty: There are no budgets for this day. createBudget makes one.
-- param on date optional: The day whose period is shown; today if absent.
-- param category string optional max_length=100: Only budgets of this category, by its name.

SELECT b.id AS "budgetId", b.name, c.name AS category, b.period, p.first AS "periodStart", p.last AS "periodEnd",
       b.amount, s.spent, b.amount - s.spent AS remaining, round(100 * s.spent / b.amount, 1) AS "usedPercent", b.currency
  FROM budgets b
  JOIN categories c ON c.workspace_id = b.workspace_id AND c.id = b.category_id
 CROSS JOIN LATERAL (
       SELECT date_trunc(b.period, d.day)::date AS first,
              (date_trunc(b.period, d.day)
               + CASE b.period WHEN 'month' THEN interval '1 month' WHEN 'quarter' THEN interval '3 months'
                               ELSE interval '1 year' END - interval '1 day')::date AS last, d.day
         FROM (SELECT coalesce(:on, current_date) AS day) d) p
 CROSS JOIN LATERAL (
       SELECT coalesce(-sum(t.amount), 0) AS spent
         FROM transactions t
         JOIN accounts a ON a.workspace_id = t.workspace_id AND a.id = t.account_id AND a.currency = b.currency
        WHERE t.workspace_id = b.workspace_id AND t.category_id = b.category_id
          AND t.date BETWEEN p.first AND least(p.last, p.day)) s
 WHERE b.workspace_id = :workspace_id
   AND b.starts_on <= p.day AND (b.ends_on IS NULL OR b.ends_on >= p.day)
   AND (:category IS NULL OR lower(c.name) = lower(:category))
 ORDER BY b.name
