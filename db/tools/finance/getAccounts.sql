-- name: getAccounts
-- title: Get accounts
-- description: Lists the workspace's bank, card and other accounts with kind, institution, currency and current
--   balance. Use it to learn account names and ids before filtering or adding transactions.
-- effect: read_only
-- result: rows
-- row_cap: 200
-- when_empty: The workspace has no accounts.
-- param includeInactive boolean default=false: Also list closed accounts.

SELECT a.id AS "accountId", a.name, a.kind, a.institution, a.last_four AS "lastFour", a.currency,
       a.opening_balance + coalesce((SELECT sum(t.amount) FROM transactions t
                                      WHERE t.workspace_id = a.workspace_id AND t.account_id = a.id
                                        AND t.date <= current_date), 0) AS balance,
       a.is_active AS "isActive"
  FROM accounts a
 WHERE a.workspace_id = :workspace_id AND (a.is_active OR :includeInactive)
 ORDER BY a.name
