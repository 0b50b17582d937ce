-- name: getSpendingByCategory
-- title: Get spending by category
-- description: What was spent in a period, summed up by category, largest first, with each category's share of the
--   whole in percent. Transfers between accounts and income are left out. The right tool for "what did we spend on X"
--   and "where does the money go". Without dates it covers the current month.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: Nothing was spent in this period.
-- param from date optional: First day; the first of the current month if absent.
-- param to date optional: Last day; today if absent.
-- param category string optional max_length=100: Only this category, by its name.
-- param account string optional max_length=100: Only this account, by its name.

SELECT s.category, s.spent, s.currency, s.transactions,
       round(100 * s.spent / nullif(sum(s.spent) OVER (PARTITION BY s.currency), 0), 1) AS "sharePercent",
       s.from_day AS "from", s.to_day AS "to"
  FROM (SELECT coalesce(c.name, 'Uncategorized') AS category, -sum(t.amount) AS spent, a.currency,
               count(*) AS transactions, p.from_day, p.to_day
          FROM (SELECT coalesce(:from, date_trunc('month', current_date)::date) AS from_day,
                       coalesce(:to, current_date) AS to_day) p
          JOIN transactions t ON t.workspace_id = :workspace_id AND t.date BETWEEN p.from_day AND p.to_day
          JOIN accounts a ON a.workspace_id = t.workspace_id AND a.id = t.account_id
          LEFT JOIN categories c ON c.workspace_id = t.workspace_id AND c.id = t.category_id
         WHERE (c.kind = 'expense' OR (c.id IS NULL AND t.amount < 0))
           AND (:category IS NULL OR lower(c.name) = lower(:category))
           AND (:account IS NULL OR lower(a.name) = lower(:account))
         GROUP BY 1, 3, p.from_day, p.to_day) s
 ORDER BY s.spent DESC, s.category
