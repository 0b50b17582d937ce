-- name: getTemplate
-- title: Get template
-- description: Reads a template for pages.
-- effect: read_only
-- result: row
-- byte_cap: 400000
-- when_empty: There is no template with this name; listTemplates lists them.
-- param template string min_length=1 max_length=100: Its name.

SELECT t.id AS "templateId", t.name, t.description, t.body FROM page_templates t
 WHERE t.workspace_id = :workspace_id AND lower(t.name) = lower(:template)
