-- name: getAccountStatement
-- title: Get account statement
-- description: An account's transactions of a period in order, each with the balance after it, like a bank statement.
-- effect: read_only
-- result: rows
-- row_cap: 200
-- when_empty: The account has no transactions in this period, or does not exist; getAccounts lists accounts.
-- param account string min_length=1 max_length=100: The account's name.
-- param from date: First day.
-- param to date: Last day.
-- param limit integer min=1 max=200 default=100: How many rows to return.
-- param offset integer min=0 max=100000 default=0: How many rows to skip, to page through a long list.

SELECT s."transactionId", s.date, s.merchant, s.amount, s.balance, s.currency, s.status
  FROM (SELECT t.id AS "transactionId", t.date, t.merchant, t.amount, t.status, a.currency,
               a.opening_balance + sum(t.amount) OVER (ORDER BY t.date, t.created_at, t.id) AS balance
          FROM accounts a JOIN transactions t ON t.workspace_id = a.workspace_id AND t.account_id = a.id
         WHERE a.workspace_id = :workspace_id AND lower(a.name) = lower(:account)) s
 WHERE s.date BETWEEN :from AND :to
 ORDER BY s.date, s."transactionId"
OFFSET :offset
