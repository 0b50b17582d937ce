-- revision: 0014
-- down_revision: 0013

DROP TABLE communication_outbox;
DROP TABLE blocked_numbers;
DROP TABLE sms_templates;
DROP TABLE calls;
DROP TABLE sms_messages;
DROP TABLE phone_numbers;
DROP FUNCTION app.cancel_outbound();
DROP FUNCTION app.queue_call();
DROP FUNCTION app.queue_sms();
DROP FUNCTION app.refuse_blocked_number();
DROP FUNCTION app.find_own_number(uuid, text, text);
DROP FUNCTION app.find_peer(uuid, text);
DROP FUNCTION app.phone_number(text);
