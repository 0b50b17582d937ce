-- name: getYearSummary
-- title: Get year summary
-- description: A year at a glance: income, spending, result, number of transactions, and the largest spending category
--   and payer, for each currency.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: There are no transactions in this year.
-- param year integer min=1990 max=2100: The year.

SELECT y.year, y.currency, y.income, y.spending, y.income - y.spending AS net, y.transactions,
       (SELECT c.name FROM transactions t
                      JOIN accounts a ON a.workspace_id = t.workspace_id AND a.id = t.account_id
                      LEFT JOIN categories c ON c.workspace_id = t.workspace_id AND c.id = t.category_id
         WHERE t.workspace_id = :workspace_id AND c.kind = 'expense' AND a.currency = y.currency
           AND extract(year FROM t.date) = y.year GROUP BY c.name ORDER BY sum(t.amount), c.name LIMIT 1) AS "topCategory",
       (SELECT t.merchant FROM transactions t
                          JOIN accounts a ON a.workspace_id = t.workspace_id AND a.id = t.account_id
                          LEFT JOIN categories c ON c.workspace_id = t.workspace_id AND c.id = t.category_id
         WHERE t.workspace_id = :workspace_id AND c.kind = 'income' AND a.currency = y.currency
           AND extract(year FROM t.date) = y.year GROUP BY t.merchant ORDER BY sum(t.amount) DESC, t.merchant LIMIT 1) AS "topPayer"
  FROM (SELECT extract(year FROM t.date)::int AS year, a.currency, coalesce(sum(t.amount) FILTER (WHERE t.amount > 0), 0) AS income,
               coalesce(-sum(t.amount) FILTER (WHERE t.amount < 0), 0) AS spending, count(*) AS transactions
          FROM transactions t
          JOIN accounts a ON a.workspace_id = t.workspace_id AND a.id = t.account_id
          LEFT JOIN categories c ON c.workspace_id = t.workspace_id AND c.id = t.category_id
         WHERE t.workspace_id = :workspace_id AND c.kind IS DISTINCT FROM 'transfer' AND extract(year FROM t.date) = :year
         GROUP BY 1, 2) y
 ORDER BY y.currency
