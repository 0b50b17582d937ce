-- name: deletePage
-- title: Delete page
-- description: Deletes a page with all its versions and comments for good. archivePage keeps it. Ask the user before
--   you use it.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: There is no page with this id; searchKnowledge and listPages find ids.
-- param pageId uuid: The page.

DELETE FROM pages p WHERE p.workspace_id = :workspace_id AND p.id = :pageId
RETURNING p.id AS "pageId", p.title, true AS deleted
