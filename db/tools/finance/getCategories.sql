-- name: getCategories
-- title: Get categories
-- description: Lists the categories that transactions and budgets use, with their kind and how many transactions each
--   has. Use it to learn the exact names.
-- effect: read_only
-- result: rows
-- row_cap: 500
-- when_empty: There are no such categories.
-- param kind enum(income,expense,transfer) optional: Only this kind.

SELECT c.id AS "categoryId", c.name, c.kind, p.name AS parent,
       (SELECT count(*) FROM transactions t WHERE t.workspace_id = c.workspace_id AND t.category_id = c.id) AS transactions
  FROM categories c
  LEFT JOIN categories p ON p.workspace_id = c.workspace_id AND p.id = c.parent_id
 WHERE c.workspace_id = :workspace_id AND (:kind IS NULL OR c.kind = :kind)
 ORDER BY c.kind, c.name
