-- revision: 0020
-- down_revision: 0019

DROP FUNCTION app.cancel_requests(text);
