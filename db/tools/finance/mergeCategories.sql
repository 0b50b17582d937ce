-- name: mergeCategories
-- title: Merge categories
-- description: Moves all transactions and budgets of one category to another. The emptied category stays; delete it
--   with deleteCategory.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: These are not two categories; nothing was changed. getCategories lists them.
-- param category string min_length=1 max_length=100: The category to empty.
-- param into string min_length=1 max_length=100: The category that takes everything.

WITH place AS (
  SELECT a.id AS from_id, b.id AS into_id, b.name
    FROM categories a JOIN categories b ON b.workspace_id = a.workspace_id AND b.id <> a.id AND lower(b.name) = lower(:into)
   WHERE a.workspace_id = :workspace_id AND lower(a.name) = lower(:category)
), moved AS (
  UPDATE transactions t SET category_id = p.into_id FROM place p
   WHERE t.workspace_id = :workspace_id AND t.category_id = p.from_id RETURNING t.id
), budgeted AS (
  UPDATE budgets u SET category_id = p.into_id FROM place p
   WHERE u.workspace_id = :workspace_id AND u.category_id = p.from_id RETURNING u.id
)
SELECT p.name AS into, (SELECT count(*) FROM moved) AS transactions, (SELECT count(*) FROM budgeted) AS budgets FROM place p
