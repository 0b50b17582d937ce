-- name: appendToPage
-- title: Append to page
-- description: Adds text to the end of a page; the old text is kept as a version.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: There is no page with this id; searchKnowledge and listPages find ids.
-- on pages_body_check: The page would be longer than 1 MB.
-- param pageId uuid: The page.
-- param text string min_length=1 max_length=50000: What to add, in Markdown.

WITH old AS (
  SELECT p.* FROM pages p WHERE p.workspace_id = :workspace_id AND p.id = :pageId FOR UPDATE
), kept AS (
  INSERT INTO page_versions (workspace_id, page_id, version, author_id, title, body)
  SELECT o.workspace_id, o.id, o.version, o.author_id, o.title, o.body FROM old o
  RETURNING version
)
UPDATE pages p SET body = concat_ws(E'\n\n', nullif(rtrim(p.body, E'\n'), ''), :text), version = p.version + 1, author_id = :user_id
  FROM kept
 WHERE p.workspace_id = :workspace_id AND p.id = :pageId
RETURNING p.id AS "pageId", p.title, p.version, octet_length(p.body) AS bytes
