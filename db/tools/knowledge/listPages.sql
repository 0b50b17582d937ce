-- name: listPages
-- title: List pages
-- description: Lists pages, most recently changed first, or those below another page.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: There are no such pages; createPage writes one.
-- param category string optional min_length=1 max_length=100: Only this category, by its name.
-- param parentPageId uuid optional: Only pages right below this one.
-- param archived boolean default=false: List archived pages instead.
-- param limit integer min=1 max=100 default=30: How many rows to return.
-- param offset integer min=0 max=100000 default=0: How many rows to skip, to page through a long list.

SELECT p.id AS "pageId", p.title, c.name AS category, u.full_name AS author, p.version, octet_length(p.body) AS bytes, p.updated_at AS "updatedAt"
  FROM pages p
  LEFT JOIN knowledge_categories c ON c.workspace_id = p.workspace_id AND c.id = p.category_id
  LEFT JOIN profiles u ON u.id = p.author_id
 WHERE p.workspace_id = :workspace_id AND (p.archived_at IS NOT NULL) = :archived AND (:category IS NULL OR lower(c.name) = lower(:category))
   AND (:parentPageId IS NULL OR p.parent_id = :parentPageId)
 ORDER BY p.updated_at DESC, p.id
OFFSET :offset
