-- name: getPageVersion
-- title: Get page version
-- description: Reads an earlier version of a page.
-- effect: read_only
-- result: row
-- byte_cap: 400000
-- when_empty: The page has no such version; getPageVersions lists them.
-- param pageId uuid: The page.
-- param version integer min=1 max=1000000: The number of the version.

SELECT v.page_id AS "pageId", v.version, v.title, v.body, v.created_at AS "replacedAt"
  FROM page_versions v WHERE v.workspace_id = :workspace_id AND v.page_id = :pageId AND v.version = :version
