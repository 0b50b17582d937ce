-- name: getBudgetHistory
-- title: Get budget history
-- description: How a budget stood in each of its past periods, newest first: limit, spent, remaining and share used in
--   percent.
-- effect: read_only
-- result: rows
-- row_cap: 60
-- when_empty: There is no budget with this id. getBudgets lists them.
-- param budgetId uuid: The budget.
-- param to date optional: The last day to look at; today if absent.
-- param limit integer min=1 max=60 default=12: How many rows to return.

SELECT b.name, p.first::date AS "periodStart", b.amount, s.spent, b.amount - s.spent AS remaining, round(100 * s.spent / b.amount, 1) AS "usedPercent",
       b.currency
  FROM budgets b
 CROSS JOIN LATERAL (SELECT CASE b.period WHEN 'month' THEN interval '1 month' WHEN 'quarter' THEN interval '3 months'
                                          ELSE interval '1 year' END AS length) l
 CROSS JOIN LATERAL generate_series(date_trunc(b.period, b.starts_on::timestamp),
                                    date_trunc(b.period, least(coalesce(:to, current_date), b.ends_on)::timestamp), l.length) AS p (first)
 CROSS JOIN LATERAL (
       SELECT coalesce(-sum(t.amount), 0) AS spent
         FROM transactions t JOIN accounts a ON a.workspace_id = t.workspace_id AND a.id = t.account_id AND a.currency = b.currency
        WHERE t.workspace_id = b.workspace_id AND t.category_id = b.category_id
          AND t.date >= p.first::date AND t.date < (p.first + l.length)::date) s
 WHERE b.workspace_id = :workspace_id AND b.id = :budgetId
 ORDER BY p.first DESC
