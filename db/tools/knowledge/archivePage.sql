-- name: archivePage
-- title: Archive page
-- description: Archives a page, so that it is no longer found, or brings it back.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: There is no page with this id; searchKnowledge and listPages find ids.
-- param pageId uuid: The page.
-- param archived boolean default=true: false brings it back.

UPDATE pages p SET archived_at = CASE WHEN :archived THEN coalesce(p.archived_at, now()) END
 WHERE p.workspace_id = :workspace_id AND p.id = :pageId
RETURNING p.id AS "pageId", p.title, p.archived_at IS NOT NULL AS archived
