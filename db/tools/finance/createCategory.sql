-- name: createCategory
-- title: Create category
-- description: Adds a category for transactions and budgets. Look at getCategories first: most needs have one already.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: There is no parent category with this name. getCategories lists them.
-- on categories_name: A category with this name exists already; use it.
-- param name string min_length=1 max_length=100: The new category's name.
-- param kind enum(income,expense,transfer) default=expense: What its transactions are.
-- param parent string optional max_length=100: The name of the category that it belongs to.

INSERT INTO categories (workspace_id, name, kind, parent_id)
SELECT :workspace_id, trim(:name), :kind, p.id
  FROM (SELECT 1) one
  LEFT JOIN categories p ON p.workspace_id = :workspace_id AND lower(p.name) = lower(:parent)
 WHERE :parent IS NULL OR p.id IS NOT NULL
RETURNING id AS "categoryId", name, kind
