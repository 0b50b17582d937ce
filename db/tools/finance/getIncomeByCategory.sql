-- name: getIncomeByCategory
-- title: Get income by category
-- description: What came in during a period, summed up by income category, largest first. Without dates it covers the
--   current month. For spending use getSpendingByCategory.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: Nothing came in during this period.
-- param from date optional: First day; the first of the current month if absent.
-- param to date optional: Last day; today if absent.

SELECT coalesce(c.name, 'Uncategorized') AS category, sum(t.amount) AS income, a.currency, count(*) AS transactions,
       max(t.date) AS "lastDate"
  FROM transactions t
  JOIN accounts a ON a.workspace_id = t.workspace_id AND a.id = t.account_id
  LEFT JOIN categories c ON c.workspace_id = t.workspace_id AND c.id = t.category_id
 WHERE t.workspace_id = :workspace_id AND (c.kind = 'income' OR (c.id IS NULL AND t.amount > 0))
   AND t.date BETWEEN coalesce(:from, date_trunc('month', current_date)::date) AND coalesce(:to, current_date)
 GROUP BY 1, 3
 ORDER BY income DESC, 1
