-- name: updatePage
-- title: Update page
-- description: Changes a page's title or replaces its text; the old text is kept as a version. To add to a page use
--   appendToPage.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: There is no page with this id; searchKnowledge and listPages find ids.
-- param pageId uuid: The page.
-- param title string optional min_length=1 max_length=300: Its new title.
-- param body string optional max_length=100000: Its whole new text, in Markdown.

WITH old AS (
  SELECT p.* FROM pages p WHERE p.workspace_id = :workspace_id AND p.id = :pageId FOR UPDATE
), kept AS (
  INSERT INTO page_versions (workspace_id, page_id, version, author_id, title, body)
  SELECT o.workspace_id, o.id, o.version, o.author_id, o.title, o.body FROM old o
  RETURNING version
)
UPDATE pages p SET title = coalesce(:title, p.title), body = coalesce(:body, p.body), version = p.version + 1, author_id = :user_id
  FROM kept
 WHERE p.workspace_id = :workspace_id AND p.id = :pageId
RETURNING p.id AS "pageId", p.title, p.version
