-- name: getAccount
-- title: Get account
-- description: Everything about one account: balance, first and last transaction, and how many there are.
-- effect: read_only
-- result: row
-- when_empty: There is no account with this name; getAccounts lists them.
-- param account string min_length=1 max_length=100: The account's name.

SELECT a.id AS "accountId", a.name, a.kind, a.institution, a.last_four AS "lastFour", a.currency, a.is_active AS "isActive",
       a.opening_balance AS "openingBalance",
       a.opening_balance + coalesce(sum(t.amount) FILTER (WHERE t.date <= current_date), 0) AS balance,
       count(t.id) AS transactions, min(t.date) AS "firstDate", max(t.date) AS "lastDate"
  FROM accounts a
  LEFT JOIN transactions t ON t.workspace_id = a.workspace_id AND t.account_id = a.id
 WHERE a.workspace_id = :workspace_id AND lower(a.name) = lower(:account)
 GROUP BY a.id
