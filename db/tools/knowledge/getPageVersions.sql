-- name: getPageVersions
-- title: Get page versions
-- description: Lists the earlier versions of a page, newest first.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: The page has no earlier versions, or does not exist.
-- param pageId uuid: The page.
-- param limit integer min=1 max=100 default=20: How many rows to return.

SELECT v.version, v.title, u.full_name AS author, octet_length(v.body) AS bytes, v.created_at AS "replacedAt"
  FROM page_versions v LEFT JOIN profiles u ON u.id = v.author_id
 WHERE v.workspace_id = :workspace_id AND v.page_id = :pageId
 ORDER BY v.version DESC
