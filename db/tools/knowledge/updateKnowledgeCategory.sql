-- name: updateKnowledgeCategory
-- title: Update knowledge category
-- description: Renames a category of pages or changes its description.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no category with this name; listKnowledgeCategories lists them.
-- on knowledge_categories_name: A category with this name exists already.
-- param category string min_length=1 max_length=100: Its name as it is now.
-- param newName string optional min_length=1 max_length=100: Its new name.
-- param description string optional max_length=2000: What belongs into it.

UPDATE knowledge_categories c SET name = coalesce(:newName, c.name), description = coalesce(:description, c.description)
 WHERE c.workspace_id = :workspace_id AND lower(c.name) = lower(:category)
RETURNING c.id AS "categoryId", c.name, c.description
