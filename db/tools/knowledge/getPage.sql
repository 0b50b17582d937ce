-- name: getPage
-- title: Get page
-- description: Reads one page: its text in Markdown, category, author, and the pages below it.
-- effect: read_only
-- result: row
-- byte_cap: 400000
-- when_empty: There is no page with this id; searchKnowledge and listPages find ids.
-- param pageId uuid: The page.

SELECT p.id AS "pageId", p.title, p.body, c.name AS category, u.full_name AS author, p.version, p.parent_id AS "parentPageId",
       p.archived_at IS NOT NULL AS archived, p.updated_at AS "updatedAt",
       (SELECT coalesce(json_agg(json_build_object('pageId', s.id, 'title', s.title) ORDER BY s.title), '[]')
          FROM pages s WHERE s.workspace_id = p.workspace_id AND s.parent_id = p.id) AS subpages
  FROM pages p
  LEFT JOIN knowledge_categories c ON c.workspace_id = p.workspace_id AND c.id = p.category_id
  LEFT JOIN profiles u ON u.id = p.author_id
 WHERE p.workspace_id = :workspace_id AND p.id = :pageId
