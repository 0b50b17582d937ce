-- name: deleteTemplate
-- title: Delete template
-- description: Deletes a template for good; pages made from it stay.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: There is no template with this name; listTemplates lists them.
-- param template string min_length=1 max_length=100: Its name.

DELETE FROM page_templates t WHERE t.workspace_id = :workspace_id AND lower(t.name) = lower(:template)
RETURNING t.id AS "templateId", t.name, true AS deleted
