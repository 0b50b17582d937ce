-- name: getUnusualTransactions
-- title: Get unusual transactions
-- description: Finds spending far above what the same merchant usually costs: at least twice its median over the year
--   before, largest excess first.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: Nothing is unusually expensive.
-- param since date optional: First day to look at; 90 days ago if absent.
-- param limit integer min=1 max=50 default=20: How many rows to return.

SELECT t.id AS "transactionId", t.date, t.merchant, -t.amount AS spent, u.usual, a.currency, round(-t.amount / u.usual, 1) AS times,
       c.name AS category
  FROM transactions t
  JOIN accounts a ON a.workspace_id = t.workspace_id AND a.id = t.account_id
  LEFT JOIN categories c ON c.workspace_id = t.workspace_id AND c.id = t.category_id
 CROSS JOIN LATERAL (
       SELECT round(-percentile_cont(0.5) WITHIN GROUP (ORDER BY s.amount)::numeric, 2) AS usual, count(*) AS n
         FROM transactions s
        WHERE s.workspace_id = t.workspace_id AND lower(s.merchant) = lower(t.merchant) AND s.amount < 0
          AND s.date < t.date AND s.date >= t.date - 365) u
 WHERE t.workspace_id = :workspace_id AND (c.kind = 'expense' OR (c.id IS NULL AND t.amount < 0)) AND t.amount < 0 AND u.n >= 2 AND -t.amount >= 2 * u.usual
   AND t.date >= coalesce(:since, current_date - 90)
 ORDER BY -t.amount - u.usual DESC, t.id
