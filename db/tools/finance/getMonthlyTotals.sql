-- name: getMonthlyTotals
-- title: Get monthly totals
-- description: Income, spending and what was left of it for each month, oldest first. Transfers between accounts are
--   left out. Use it for trends, for comparing months, and for "did we make money". Without months it covers the last
--   twelve; the current month is partial.
-- effect: read_only
-- result: rows
-- row_cap: 120
-- when_empty: There are no transactions in these months.
-- param from month optional: First month.
-- param to month optional: Last month.

SELECT to_char(t.date, 'YYYY-MM') AS month, a.currency,
       coalesce(sum(t.amount) FILTER (WHERE c.kind = 'income' OR (c.id IS NULL AND t.amount > 0)), 0) AS income,
       coalesce(-sum(t.amount) FILTER (WHERE c.kind = 'expense' OR (c.id IS NULL AND t.amount < 0)), 0) AS spending,
       coalesce(sum(t.amount) FILTER (WHERE c.kind IS DISTINCT FROM 'transfer'), 0) AS net
  FROM transactions t
  JOIN accounts a ON a.workspace_id = t.workspace_id AND a.id = t.account_id
  LEFT JOIN categories c ON c.workspace_id = t.workspace_id AND c.id = t.category_id
 WHERE t.workspace_id = :workspace_id
   AND t.date >= coalesce(:from, (date_trunc('month', coalesce(:to, current_date)) - interval '11 months')::date)
   AND t.date < (coalesce(:to, date_trunc('month', current_date)::date) + interval '1 month')::date
 GROUP BY 1, 2
 ORDER BY 1, 2
