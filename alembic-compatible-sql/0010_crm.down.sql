-- revision: 0010
-- down_revision: 0009

DROP TABLE activities;
DROP TABLE leads;
DROP TABLE deals;
DROP TABLE pipeline_stages;
DROP TABLE pipelines;
DROP TABLE contacts;
DROP TABLE companies;
DROP FUNCTION app.find_member(uuid, text);
