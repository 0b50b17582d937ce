-- revision: 0013
-- down_revision: 0012
-- What a workspace knows: categories, pages with versions and full-text search, templates, whiteboards.

-- What full-text search looks at: words as they stand, those of the title first.
CREATE FUNCTION app.page_words(p_title text, p_body text) RETURNS tsvector
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT setweight(to_tsvector('simple', p_title), 'A') || to_tsvector('simple', p_body) $$;

CREATE TABLE knowledge_categories (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  name         text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
  description  text CHECK (char_length(description) <= 2000),
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, id)
);
CREATE UNIQUE INDEX knowledge_categories_name ON knowledge_categories (workspace_id, lower(name));

CREATE TABLE pages (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  category_id  uuid,
  parent_id    uuid,
  author_id    uuid,
  title        text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 300),
  body         text NOT NULL DEFAULT '' CHECK (octet_length(body) <= 1000000),
  version      integer NOT NULL DEFAULT 1 CHECK (version >= 1),
  archived_at  timestamptz,
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, id),
  FOREIGN KEY (workspace_id, category_id) REFERENCES knowledge_categories (workspace_id, id) ON DELETE SET NULL (category_id),
  FOREIGN KEY (workspace_id, parent_id) REFERENCES pages (workspace_id, id) ON DELETE SET NULL (parent_id),
  FOREIGN KEY (workspace_id, author_id) REFERENCES workspace_members (workspace_id, user_id) ON DELETE SET NULL (author_id),
  CONSTRAINT pages_parent CHECK (parent_id <> id)
);
CREATE INDEX pages_words ON pages USING gin (app.page_words(title, body));
CREATE INDEX pages_recent ON pages (workspace_id, updated_at DESC);
CREATE INDEX pages_category ON pages (category_id);
CREATE INDEX pages_parent ON pages (parent_id);
CREATE INDEX pages_author ON pages (author_id);

CREATE TABLE page_versions (
  workspace_id uuid NOT NULL,
  page_id      uuid NOT NULL,
  version      integer NOT NULL,
  author_id    uuid,
  title        text NOT NULL,
  body         text NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (page_id, version),
  FOREIGN KEY (workspace_id, page_id) REFERENCES pages (workspace_id, id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, author_id) REFERENCES workspace_members (workspace_id, user_id) ON DELETE SET NULL (author_id)
);
COMMENT ON TABLE page_versions IS 'What a page said before each change; its present text is in pages.';
CREATE INDEX page_versions_author ON page_versions (author_id);

CREATE TABLE page_comments (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL,
  page_id      uuid NOT NULL,
  author_id    uuid,
  body         text NOT NULL CHECK (char_length(body) BETWEEN 1 AND 10000),
  resolved_at  timestamptz,
  created_at   timestamptz NOT NULL DEFAULT now(),
  FOREIGN KEY (workspace_id, page_id) REFERENCES pages (workspace_id, id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, author_id) REFERENCES workspace_members (workspace_id, user_id) ON DELETE SET NULL (author_id)
);
CREATE INDEX page_comments_page ON page_comments (page_id, created_at);
CREATE INDEX page_comments_author ON page_comments (author_id);

CREATE TABLE page_templates (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  name         text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
  description  text CHECK (char_length(description) <= 2000),
  body         text NOT NULL CHECK (octet_length(body) <= 200000),
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX page_templates_name ON page_templates (workspace_id, lower(name));

CREATE TABLE whiteboards (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  author_id    uuid,
  name         text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, id),
  FOREIGN KEY (workspace_id, author_id) REFERENCES workspace_members (workspace_id, user_id) ON DELETE SET NULL (author_id)
);
CREATE UNIQUE INDEX whiteboards_name ON whiteboards (workspace_id, lower(name));
CREATE INDEX whiteboards_author ON whiteboards (author_id);

CREATE TABLE whiteboard_notes (
  id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id  uuid NOT NULL,
  whiteboard_id uuid NOT NULL,
  author_id     uuid,
  text          text NOT NULL CHECK (char_length(text) BETWEEN 1 AND 2000),
  color         text NOT NULL DEFAULT 'yellow' CHECK (color IN ('yellow', 'blue', 'green', 'pink', 'white')),
  lane          text NOT NULL DEFAULT '' CHECK (char_length(lane) <= 100),
  position      integer NOT NULL DEFAULT 0,
  created_at    timestamptz NOT NULL DEFAULT now(),
  updated_at    timestamptz NOT NULL DEFAULT now(),
  FOREIGN KEY (workspace_id, whiteboard_id) REFERENCES whiteboards (workspace_id, id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, author_id) REFERENCES workspace_members (workspace_id, user_id) ON DELETE SET NULL (author_id)
);
CREATE INDEX whiteboard_notes_board ON whiteboard_notes (whiteboard_id, lane, position);
CREATE INDEX whiteboard_notes_author ON whiteboard_notes (author_id);

CREATE TRIGGER touch BEFORE UPDATE ON knowledge_categories FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON pages FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON page_templates FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON whiteboards FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON whiteboard_notes FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();

REVOKE ALL ON FUNCTION app.page_words(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.page_words(text, text) TO switchboard_app;

GRANT SELECT, INSERT, UPDATE, DELETE ON knowledge_categories, pages, page_versions, page_comments, page_templates,
  whiteboards, whiteboard_notes TO switchboard_app;

ALTER TABLE knowledge_categories ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON knowledge_categories TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON knowledge_categories TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE pages ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON pages TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON pages TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE page_versions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON page_versions TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON page_versions TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE page_comments ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON page_comments TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON page_comments TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE page_templates ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON page_templates TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON page_templates TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE whiteboards ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON whiteboards TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON whiteboards TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE whiteboard_notes ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON whiteboard_notes TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON whiteboard_notes TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));
