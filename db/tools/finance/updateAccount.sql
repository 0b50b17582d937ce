-- name: updateAccount
-- title: Update account
-- description: Renames an account or corrects its kind, institution or opening balance. What is not given stays as it
--   is.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no account with this name; getAccounts lists them.
-- on accounts_workspace_id_name_key: Another account has this name already; choose another one.
-- param account string min_length=1 max_length=100: The account's name as it is now.
-- param newName string optional min_length=1 max_length=100: Its new name.
-- param kind enum(checking,savings,credit_card,cash,loan,investment) optional: What it is.
-- param institution string optional max_length=100: The bank.
-- param openingBalance number optional min=-999999999999 max=999999999999: Its balance before the first transaction.

UPDATE accounts a
   SET name = coalesce(:newName, a.name), kind = coalesce(:kind, a.kind), institution = coalesce(:institution, a.institution),
       opening_balance = coalesce(:openingBalance, a.opening_balance)
 WHERE a.workspace_id = :workspace_id AND lower(a.name) = lower(:account)
RETURNING a.id AS "accountId", a.name, a.kind, a.institution, a.opening_balance AS "openingBalance", a.currency
