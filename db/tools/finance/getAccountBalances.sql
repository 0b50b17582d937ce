-- name: getAccountBalances
-- title: Get account balances
-- description: The balance of every active account at the end of a day, and how much of it is pending. Use it for "how
--   much money do we have" and for balances in the past.
-- effect: read_only
-- result: rows
-- row_cap: 200
-- when_empty: The workspace has no active accounts.
-- param on date optional: The day; today if absent.
-- param account string optional max_length=100: Only this account, by its name.

SELECT a.id AS "accountId", a.name, a.kind, coalesce(:on, current_date) AS "on",
       a.opening_balance + coalesce(sum(t.amount), 0) AS balance,
       coalesce(sum(t.amount) FILTER (WHERE t.status = 'pending'), 0) AS pending, a.currency
  FROM accounts a
  LEFT JOIN transactions t
    ON t.workspace_id = a.workspace_id AND t.account_id = a.id AND t.date <= coalesce(:on, current_date)
 WHERE a.workspace_id = :workspace_id AND a.is_active AND (:account IS NULL OR lower(a.name) = lower(:account))
 GROUP BY a.id
 ORDER BY a.name
