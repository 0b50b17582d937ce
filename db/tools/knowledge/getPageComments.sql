-- name: getPageComments
-- title: Get page comments
-- description: The comments under a page, oldest first.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: There are no comments.
-- param pageId uuid: The page.
-- param includeResolved boolean default=false: Also list resolved ones.

SELECT c.id AS "commentId", u.full_name AS by, c.body, c.created_at AS at, c.resolved_at IS NOT NULL AS resolved
  FROM page_comments c LEFT JOIN profiles u ON u.id = c.author_id
 WHERE c.workspace_id = :workspace_id AND c.page_id = :pageId AND (c.resolved_at IS NULL OR :includeResolved)
 ORDER BY c.created_at, c.id
