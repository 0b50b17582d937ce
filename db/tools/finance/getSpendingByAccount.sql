-- name: getSpendingByAccount
-- title: Get spending by account
-- description: What was spent from each account in a period, largest first. Without dates it covers the current month.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: Nothing was spent in this period.
-- param from date optional: First day; the first of the current month if absent.
-- param to date optional: Last day; today if absent.

SELECT a.name AS account, a.kind, -sum(t.amount) AS spent, a.currency, count(*) AS transactions
  FROM transactions t
  JOIN accounts a ON a.workspace_id = t.workspace_id AND a.id = t.account_id
  LEFT JOIN categories c ON c.workspace_id = t.workspace_id AND c.id = t.category_id
 WHERE t.workspace_id = :workspace_id AND (c.kind = 'expense' OR (c.id IS NULL AND t.amount < 0))
   AND t.date BETWEEN coalesce(:from, date_trunc('month', current_date)::date) AND coalesce(:to, current_date)
 GROUP BY a.id
 ORDER BY spent DESC, a.name
