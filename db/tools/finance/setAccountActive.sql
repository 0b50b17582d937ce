-- name: setAccountActive
-- title: Set account active
-- description: Closes an account, or opens a closed one again. A closed account keeps its transactions but is left out
--   of balances.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no account with this name; getAccounts lists them.
-- param account string min_length=1 max_length=100: The account's name.
-- param isActive boolean: false closes it, true opens it again.

UPDATE accounts a SET is_active = :isActive
 WHERE a.workspace_id = :workspace_id AND lower(a.name) = lower(:account)
RETURNING a.id AS "accountId", a.name, a.is_active AS "isActive"
