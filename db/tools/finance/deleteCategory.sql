-- name: deleteCategory
-- title: Delete category
-- description: Deletes a category that no transaction and no budget uses. Empty it first with mergeCategories or
--   categorizeTransaction.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: There is no such category, or something still uses it; nothing was deleted. getCategories shows how many
--   transactions each has.
-- param category string min_length=1 max_length=100: The category's name.

DELETE FROM categories c
 WHERE c.workspace_id = :workspace_id AND lower(c.name) = lower(:category)
   AND NOT EXISTS (SELECT FROM transactions t WHERE t.workspace_id = c.workspace_id AND t.category_id = c.id)
   AND NOT EXISTS (SELECT FROM budgets b WHERE b.workspace_id = c.workspace_id AND b.category_id = c.id)
RETURNING c.id AS "categoryId", c.name, true AS deleted
