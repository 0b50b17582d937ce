-- name: deleteKnowledgeCategory
-- title: Delete knowledge category
-- description: Deletes a category of pages; the pages stay without one.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: There is no category with this name; listKnowledgeCategories lists them.
-- param category string min_length=1 max_length=100: Its name.

DELETE FROM knowledge_categories c WHERE c.workspace_id = :workspace_id AND lower(c.name) = lower(:category)
RETURNING c.id AS "categoryId", c.name, true AS deleted
