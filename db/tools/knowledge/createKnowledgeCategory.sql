-- name: createKnowledgeCategory
-- title: Create knowledge category
-- description: Adds a category for pages.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: Nothing was created.
-- on knowledge_categories_name: A category with this name exists already.
-- param name string min_length=1 max_length=100: Its name.
-- param description string optional max_length=2000: What belongs into it.

INSERT INTO knowledge_categories (workspace_id, name, description) VALUES (:workspace_id, :name, :description)
RETURNING id AS "categoryId", name
