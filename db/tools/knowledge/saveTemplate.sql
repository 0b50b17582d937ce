-- name: saveTemplate
-- title: Save template
-- description: Adds a template for pages, or replaces the one of this name.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: Nothing was created.
-- param name string min_length=1 max_length=100: Its name.
-- param body string min_length=1 max_length=50000: Its text, in Markdown.
-- param description string optional max_length=2000: What it is for.

INSERT INTO page_templates AS t (workspace_id, name, description, body) VALUES (:workspace_id, :name, :description, :body)
ON CONFLICT (workspace_id, lower(name)) DO UPDATE SET description = coalesce(excluded.description, t.description), body = excluded.body
RETURNING t.id AS "templateId", t.name
