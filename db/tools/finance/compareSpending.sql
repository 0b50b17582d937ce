-- name: compareSpending
-- title: Compare spending
-- description: Compares the spending of two periods category by category: both sums, the difference, and the change in
--   percent, largest difference first. For "why did we spend more than last month".
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: Nothing was spent in either period.
-- param firstFrom date: First day of the first period.
-- param firstTo date: Last day of the first period.
-- param secondFrom date: First day of the second period.
-- param secondTo date: Last day of the second period.

SELECT coalesce(c.name, 'Uncategorized') AS category, a.currency,
       coalesce(-sum(t.amount) FILTER (WHERE t.date BETWEEN :firstFrom AND :firstTo), 0) AS "firstSpent",
       coalesce(-sum(t.amount) FILTER (WHERE t.date BETWEEN :secondFrom AND :secondTo), 0) AS "secondSpent",
       coalesce(-sum(t.amount) FILTER (WHERE t.date BETWEEN :secondFrom AND :secondTo), 0)
         - coalesce(-sum(t.amount) FILTER (WHERE t.date BETWEEN :firstFrom AND :firstTo), 0) AS difference,
       round(100 * (sum(t.amount) FILTER (WHERE t.date BETWEEN :secondFrom AND :secondTo)
         / nullif(sum(t.amount) FILTER (WHERE t.date BETWEEN :firstFrom AND :firstTo), 0) - 1), 1) AS "changePercent"
  FROM transactions t
  JOIN accounts a ON a.workspace_id = t.workspace_id AND a.id = t.account_id
  LEFT JOIN categories c ON c.workspace_id = t.workspace_id AND c.id = t.category_id
 WHERE t.workspace_id = :workspace_id AND (c.kind = 'expense' OR (c.id IS NULL AND t.amount < 0))
   AND (t.date BETWEEN :firstFrom AND :firstTo OR t.date BETWEEN :secondFrom AND :secondTo)
 GROUP BY 1, 2
 ORDER BY abs(coalesce(sum(t.amount) FILTER (WHERE t.date BETWEEN :secondFrom AND :secondTo), 0)
            - coalesce(sum(t.amount) FILTER (WHERE t.date BETWEEN :firstFrom AND :firstTo), 0)) DESC, 1
