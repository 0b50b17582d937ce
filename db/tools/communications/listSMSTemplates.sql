-- name: listSMSTemplates
-- title: List SMS templates
-- description: Lists the texts that are kept for messages that are sent often. Fill in the placeholders yourself, then
--   use sendSMS.
-- effect: read_only
-- result: rows
-- row_cap: 100
-- when_empty: There are no templates; saveSMSTemplate adds one.

SELECT t.name, t.body, t.updated_at AS "updatedAt" FROM sms_templates t WHERE t.workspace_id = :workspace_id ORDER BY lower(t.name)
