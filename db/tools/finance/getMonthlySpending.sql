-- name: getMonthlySpending
-- title: Get monthly spending
-- description: How the spending on one category, or at one merchant, developed: its sum for each month, oldest first,
--   with the change to the month before. Months without any are left out. Give category or merchant, or both.
-- effect: read_only
-- result: rows
-- row_cap: 120
-- when_empty: Nothing was spent on this. getCategories lists the categories, getTopMerchants the merchants.
-- param category string optional max_length=100: The category's name.
-- param merchant string optional max_length=200: The merchant's name or the beginning of it.
-- param from month optional: First month; eleven months before the last if absent.
-- param to month optional: Last month; the current one if absent.

SELECT m.month, m.spent, m.currency, m.transactions,
       m.spent - lag(m.spent) OVER (PARTITION BY m.currency ORDER BY m.month) AS change
  FROM (SELECT to_char(t.date, 'YYYY-MM') AS month, -sum(t.amount) AS spent, a.currency, count(*) AS transactions
          FROM transactions t
          JOIN accounts a ON a.workspace_id = t.workspace_id AND a.id = t.account_id
          LEFT JOIN categories c ON c.workspace_id = t.workspace_id AND c.id = t.category_id
         WHERE t.workspace_id = :workspace_id
           AND (c.kind = 'expense' OR (c.id IS NULL AND t.amount < 0))
           AND (:category IS NULL OR lower(c.name) = lower(:category))
           AND (:merchant IS NULL OR starts_with(lower(t.merchant), lower(:merchant)))
           AND t.date >= coalesce(:from, (date_trunc('month', coalesce(:to, current_date)) - interval '11 months')::date)
           AND t.date < (coalesce(:to, date_trunc('month', current_date)::date) + interval '1 month')::date
         GROUP BY 1, 3) m
 ORDER BY m.month, m.currency
