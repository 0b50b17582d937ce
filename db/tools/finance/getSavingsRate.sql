-- name: getSavingsRate
-- title: Get savings rate
-- description: Which share of the income was left after spending, for each month, in percent, oldest first. Transfers
--   are left out; negative means more was spent than came in.
-- effect: read_only
-- result: rows
-- row_cap: 120
-- when_empty: There are no transactions in these months.
-- param from month optional: First month.
-- param to month optional: Last month; the current one if absent.

SELECT m.month, m.currency, m.income, m.spending, round(100 * (m.income - m.spending) / nullif(m.income, 0), 1) AS "savedPercent"
  FROM (SELECT to_char(t.date, 'YYYY-MM') AS month, a.currency, coalesce(sum(t.amount) FILTER (WHERE t.amount > 0), 0) AS income,
               coalesce(-sum(t.amount) FILTER (WHERE t.amount < 0), 0) AS spending
          FROM transactions t
          JOIN accounts a ON a.workspace_id = t.workspace_id AND a.id = t.account_id
          LEFT JOIN categories c ON c.workspace_id = t.workspace_id AND c.id = t.category_id
         WHERE t.workspace_id = :workspace_id AND c.kind IS DISTINCT FROM 'transfer'
           AND t.date >= coalesce(:from, (date_trunc('month', current_date) - interval '11 months')::date)
           AND t.date < (coalesce(:to, date_trunc('month', current_date)::date) + interval '1 month')::date
         GROUP BY 1, 2) m
 ORDER BY m.month, m.currency
