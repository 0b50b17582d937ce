-- name: createAccount
-- title: Create account
-- description: Adds an account, with the balance that it had before its first transaction.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: Nothing was created.
-- on accounts_workspace_id_name_key: An account with this name exists already; choose another name.
-- on accounts_last_four_check: lastFour must be four digits.
-- on accounts_currency_check: currency must be three letters, like USD.
-- param name string min_length=1 max_length=100: The account's name.
-- param kind enum(checking,savings,credit_card,cash,loan,investment): What it is.
-- param institution string optional max_length=100: The bank.
-- param lastFour string optional min_length=4 max_length=4: The last four digits of its number.
-- param currency string default=USD min_length=3 max_length=3: ISO code of its currency.
-- param openingBalance number default=0 min=-999999999999 max=999999999999: Its balance before the first transaction.

INSERT INTO accounts (workspace_id, name, kind, institution, last_four, currency, opening_balance)
VALUES (:workspace_id, :name, :kind, :institution, :lastFour, upper(:currency), :openingBalance)
RETURNING id AS "accountId", name, kind, currency, opening_balance AS "openingBalance"
