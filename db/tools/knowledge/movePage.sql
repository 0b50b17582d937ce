-- name: movePage
-- title: Move page
-- description: Puts a page into a category or below another page.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no such page or category; nothing was changed.
-- on pages_workspace_id_parent_id_fkey: There is no page with the id parentPageId.
-- on pages_parent: A page cannot be below itself.
-- param pageId uuid: The page.
-- param category string optional min_length=1 max_length=100: The category, by its name.
-- param parentPageId uuid optional: The page that it belongs below.

UPDATE pages p SET category_id = coalesce(c.id, p.category_id), parent_id = coalesce(:parentPageId, p.parent_id)
  FROM (SELECT 1) one
  LEFT JOIN knowledge_categories c ON c.workspace_id = :workspace_id AND lower(c.name) = lower(:category)
 WHERE p.workspace_id = :workspace_id AND p.id = :pageId AND (:category IS NULL OR c.id IS NOT NULL)
RETURNING p.id AS "pageId", p.title, p.parent_id AS "parentPageId"
