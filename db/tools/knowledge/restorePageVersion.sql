-- name: restorePageVersion
-- title: Restore page version
-- description: Brings back an earlier version of a page; what it says now is kept as a version.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: The page has no such version; getPageVersions lists them.
-- param pageId uuid: The page.
-- param version integer min=1 max=1000000: The number of the version.

WITH wanted AS (
  SELECT v.title, v.body FROM page_versions v WHERE v.workspace_id = :workspace_id AND v.page_id = :pageId AND v.version = :version
), old AS (
  SELECT p.* FROM pages p, wanted WHERE p.workspace_id = :workspace_id AND p.id = :pageId FOR UPDATE OF p
), kept AS (
  INSERT INTO page_versions (workspace_id, page_id, version, author_id, title, body)
  SELECT o.workspace_id, o.id, o.version, o.author_id, o.title, o.body FROM old o
  RETURNING version
)
UPDATE pages p SET title = wanted.title, body = wanted.body, version = p.version + 1, author_id = :user_id
  FROM kept, wanted
 WHERE p.workspace_id = :workspace_id AND p.id = :pageId
RETURNING p.id AS "pageId", p.title, p.version
