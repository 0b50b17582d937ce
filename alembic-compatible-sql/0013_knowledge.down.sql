-- revision: 0013
-- down_revision: 0012

DROP TABLE whiteboard_notes;
DROP TABLE whiteboards;
DROP TABLE page_templates;
DROP TABLE page_comments;
DROP TABLE page_versions;
DROP TABLE pages;
DROP TABLE knowledge_categories;
DROP FUNCTION app.page_words(text, text);
