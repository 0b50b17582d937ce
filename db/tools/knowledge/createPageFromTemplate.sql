-- name: createPageFromTemplate
-- title: Create page from template
-- description: Writes a new page from a template.
-- effect: writes
-- idempotent: no
-- result: row
-- when_empty: There is no template with this name; listTemplates lists them.
-- param template string min_length=1 max_length=100: The template's name.
-- param title string min_length=1 max_length=300: The page's title.

INSERT INTO pages (workspace_id, title, body, author_id)
SELECT t.workspace_id, :title, t.body, :user_id FROM page_templates t WHERE t.workspace_id = :workspace_id AND lower(t.name) = lower(:template)
RETURNING id AS "pageId", title, body
