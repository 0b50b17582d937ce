-- name: getTransactions
-- title: Get transactions
-- description: Lists single transactions, newest first, with account, category, merchant and amount. Use it to see what
--   a sum is made of or to find a transaction to change. For sums use getSpendingByCategory, getMonthlyTotals or
--   getTopMerchants instead of adding rows up. Amounts are in the account's currency: money in is positive, money out
--   negative.
-- effect: read_only
-- result: rows
-- row_cap: 200
-- when_empty: No transaction matches. Widen the dates or drop a filter; getCategories and getAccounts list the names.
-- param from date optional: First day to include.
-- param to date optional: Last day to include.
-- param account string optional max_length=100: Only this account, by its name (see getAccounts).
-- param category string optional max_length=100: Only this category, by its name (see getCategories).
-- param uncategorized boolean default=false: Only transactions without a category.
-- param search string optional max_length=200: Words that merchant or description must contain.
-- param direction enum(in,out) optional: Only money in, or only money out.
-- param minAmount number optional min=0: Smallest amount, regardless of direction.
-- param maxAmount number optional min=0: Largest amount, regardless of direction.
-- param status enum(pending,posted) optional: Only pending or only posted ones.
-- param limit integer min=1 max=200 default=50: How many rows to return.
-- param offset integer min=0 max=100000 default=0: How many rows to skip, to page through a long list.

SELECT t.id AS "transactionId", t.date, t.merchant, t.description, t.amount, a.currency, c.name AS category,
       a.name AS account, t.status
  FROM transactions t
  JOIN accounts a ON a.workspace_id = t.workspace_id AND a.id = t.account_id
  LEFT JOIN categories c ON c.workspace_id = t.workspace_id AND c.id = t.category_id
 WHERE t.workspace_id = :workspace_id
   AND (:from IS NULL OR t.date >= :from)
   AND (:to IS NULL OR t.date <= :to)
   AND (:account IS NULL OR lower(a.name) = lower(:account))
   AND (:category IS NULL OR lower(c.name) = lower(:category))
   AND (NOT :uncategorized OR t.category_id IS NULL)
   AND (:search IS NULL OR strpos(lower(t.merchant || ' ' || coalesce(t.description, '')), lower(:search)) > 0)
   AND (:direction IS NULL OR (t.amount > 0) = (:direction = 'in'))
   AND (:minAmount IS NULL OR abs(t.amount) >= :minAmount)
   AND (:maxAmount IS NULL OR abs(t.amount) <= :maxAmount)
   AND (:status IS NULL OR t.status = :status)
 ORDER BY t.date DESC, t.id
OFFSET :offset
