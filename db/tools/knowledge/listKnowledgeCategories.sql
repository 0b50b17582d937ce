-- name: listKnowledgeCategories
-- title: List knowledge categories
-- description: Lists the categories of pages with how many pages each has.
-- effect: read_only
-- result: rows
-- row_cap: 200
-- when_empty: There are no categories; createKnowledgeCategory adds one.

SELECT c.id AS "categoryId", c.name, c.description,
       (SELECT count(*) FROM pages p WHERE p.workspace_id = c.workspace_id AND p.category_id = c.id AND p.archived_at IS NULL) AS pages
  FROM knowledge_categories c WHERE c.workspace_id = :workspace_id ORDER BY c.name
