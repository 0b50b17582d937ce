-- name: saveSMSTemplate
-- title: Save SMS template
-- description: Keeps a text for messages that are sent often, or replaces the one of this name.
-- effect: writes
-- idempotent: yes
-- result: row
-- when_empty: Nothing was saved.
-- param name string min_length=1 max_length=100: Its name.
-- param body string min_length=1 max_length=1600: The text, with placeholders like {name}.

INSERT INTO sms_templates AS t (workspace_id, name, body) VALUES (:workspace_id, :name, :body)
ON CONFLICT (workspace_id, lower(name)) DO UPDATE SET name = excluded.name, body = excluded.body
RETURNING t.name, t.body
