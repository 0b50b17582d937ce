-- name: getNetWorth
-- title: Get net worth
-- description: The sum of all account balances at the end of each month, oldest first; cards and loans count as they
--   stand, mostly negative. For "how did our cash develop".
-- effect: read_only
-- result: rows
-- row_cap: 200
-- when_empty: The workspace has no accounts.
-- param months integer min=1 max=36 default=12: How many months.
-- param to month optional: The last month; the current one if absent.

SELECT to_char(m.month, 'YYYY-MM') AS month, a.currency,
       sum(a.opening_balance + coalesce((SELECT sum(t.amount) FROM transactions t WHERE t.workspace_id = a.workspace_id
            AND t.account_id = a.id AND t.date < (m.month + interval '1 month')::date AND t.date <= current_date), 0)) AS total
  FROM generate_series(date_trunc('month', coalesce(:to, current_date)::timestamp) - make_interval(months => :months::int - 1),
                       date_trunc('month', coalesce(:to, current_date)::timestamp), interval '1 month') AS m (month)
 CROSS JOIN accounts a
 WHERE a.workspace_id = :workspace_id
 GROUP BY 1, 2
 ORDER BY 1, 2
