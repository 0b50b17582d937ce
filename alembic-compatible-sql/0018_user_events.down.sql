-- revision: 0018
-- down_revision: 0017

DROP FUNCTION app.apply_user_event(text, text, text, text, boolean, text, text, text, text);
DROP FUNCTION app.provider_time(text);
ALTER TABLE profiles DROP identity_at;
DROP TABLE webhook_deliveries;
