-- name: listTemplates
-- title: List templates
-- description: Lists the templates for pages.
-- effect: read_only
-- result: rows
-- row_cap: 200
-- when_empty: There are no templates; saveTemplate adds one.

SELECT t.id AS "templateId", t.name, t.description, octet_length(t.body) AS bytes
  FROM page_templates t WHERE t.workspace_id = :workspace_id ORDER BY t.name
