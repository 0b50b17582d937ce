-- name: deleteSMSTemplate
-- title: Delete SMS template
-- description: Deletes a text that was kept for messages.
-- effect: destructive
-- idempotent: yes
-- result: row
-- when_empty: There is no template with this name; listSMSTemplates lists them.
-- param name string min_length=1 max_length=100: Its name.

DELETE FROM sms_templates t WHERE t.workspace_id = :workspace_id AND lower(t.name) = lower(:name) RETURNING t.name, true AS deleted
