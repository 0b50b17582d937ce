-- revision: 0017
-- down_revision: 0016

DROP FUNCTION app.export_page(uuid, text, jsonb, integer);
DROP FUNCTION app.export_tables();
