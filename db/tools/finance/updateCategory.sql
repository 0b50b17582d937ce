-- name: updateCategory
-- title: Update category
-- description: Renames a category or moves it below another one. Transactions and budgets keep it.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no such category or parent; nothing was changed. getCategories lists them.
-- on categories_name: Another category has this name already; use mergeCategories to join them.
-- on categories_check: A category cannot belong to itself.
-- param category string min_length=1 max_length=100: The category's name as it is now.
-- param newName string optional min_length=1 max_length=100: Its new name.
-- param parent string optional min_length=1 max_length=100: The category that it belongs to.

UPDATE categories c
   SET name = coalesce(:newName, c.name), parent_id = coalesce(p.id, c.parent_id)
  FROM (SELECT 1) one
  LEFT JOIN categories p ON p.workspace_id = :workspace_id AND lower(p.name) = lower(:parent)
 WHERE c.workspace_id = :workspace_id AND lower(c.name) = lower(:category) AND (:parent IS NULL OR p.id IS NOT NULL)
RETURNING c.id AS "categoryId", c.name, c.kind, c.parent_id AS "parentId"
