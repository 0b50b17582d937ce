-- name: createPage
-- title: Create page
-- description: Writes a new page. Look with searchKnowledge first whether there is one already.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: There is no category with this name; listKnowledgeCategories lists them.
-- on pages_workspace_id_parent_id_fkey: There is no page with the id parentPageId.
-- param title string min_length=1 max_length=300: Its title.
-- param body string max_length=100000: Its text, in Markdown.
-- param category string optional min_length=1 max_length=100: The category, by its name.
-- param parentPageId uuid optional: The page that it belongs below.

INSERT INTO pages (workspace_id, title, body, category_id, parent_id, author_id)
SELECT :workspace_id, :title, :body, c.id, :parentPageId, :user_id
  FROM (SELECT 1) one
  LEFT JOIN knowledge_categories c ON c.workspace_id = :workspace_id AND lower(c.name) = lower(:category)
 WHERE :category IS NULL OR c.id IS NOT NULL
RETURNING id AS "pageId", title, version
