-- revision: 0003
-- down_revision: 0002
-- The catalog: what platform admins publish and every signed-in user may read and hire from.

CREATE TABLE departments (
  id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name        text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
  slug        text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,99}$'),
  description text,
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE ai_agents (
  id                uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name              text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
  slug              text UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,99}$'),
  description       text,
  department_id     uuid REFERENCES departments ON DELETE SET NULL,
  avatar_url        text,
  model             text NOT NULL DEFAULT 'sonnet' CHECK (model IN ('sonnet', 'opus', 'haiku')),
  system_prompt     text NOT NULL,
  tools             text[] NOT NULL DEFAULT '{}',
  permission_mode   text NOT NULL DEFAULT 'default'
                    CHECK (permission_mode IN ('default', 'acceptEdits', 'bypassPermissions')),
  max_turns         integer NOT NULL DEFAULT 10 CHECK (max_turns BETWEEN 1 AND 1000),
  is_enabled        boolean NOT NULL DEFAULT true,
  is_head           boolean NOT NULL DEFAULT false,
  config            jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(config) = 'object'),
  current_version   integer NOT NULL DEFAULT 1 CHECK (current_version >= 1),
  published_version integer,
  created_at        timestamptz NOT NULL DEFAULT now(),
  updated_at        timestamptz NOT NULL DEFAULT now(),
  CHECK (published_version <= current_version)
);
COMMENT ON TABLE ai_agents IS 'A catalog agent: a global definition that workspaces hire.';
CREATE INDEX ai_agents_department ON ai_agents (department_id);
CREATE INDEX ai_agents_name ON ai_agents (name, id);

CREATE TABLE ai_agent_versions (
  ai_agent_id  uuid NOT NULL REFERENCES ai_agents ON DELETE CASCADE,
  version      integer NOT NULL CHECK (version >= 1),
  snapshot     jsonb NOT NULL CHECK (jsonb_typeof(snapshot) = 'object'),
  created_by   uuid REFERENCES profiles ON DELETE SET NULL,
  published_at timestamptz,
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (ai_agent_id, version)
);
COMMENT ON COLUMN ai_agent_versions.snapshot IS 'The definition''s columns as they were at this version.';
CREATE INDEX ai_agent_versions_created_by ON ai_agent_versions (created_by);
ALTER TABLE ai_agents ADD CONSTRAINT ai_agents_published_version_fkey
  FOREIGN KEY (id, published_version) REFERENCES ai_agent_versions (ai_agent_id, version);

CREATE TABLE agent_rules (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  agent_id     uuid NOT NULL REFERENCES ai_agents ON DELETE CASCADE,
  rule_type    text NOT NULL CHECK (rule_type IN ('always', 'never', 'when')),
  rule_content text NOT NULL CHECK (char_length(rule_content) BETWEEN 1 AND 10000),
  condition    text CHECK (char_length(condition) BETWEEN 1 AND 2000),
  priority     integer NOT NULL DEFAULT 100,
  is_enabled   boolean NOT NULL DEFAULT true,
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  CHECK ((rule_type = 'when') = (condition IS NOT NULL))
);
COMMENT ON COLUMN agent_rules.priority IS 'Lower goes first.';
CREATE INDEX agent_rules_agent ON agent_rules (agent_id, priority, id);

CREATE TABLE model_prices (
  model_pattern            text NOT NULL CHECK (model_pattern <> ''),
  valid_from               timestamptz NOT NULL DEFAULT '-infinity',
  input_usd_per_mtok       numeric(12, 6) NOT NULL CHECK (input_usd_per_mtok >= 0),
  output_usd_per_mtok      numeric(12, 6) NOT NULL CHECK (output_usd_per_mtok >= 0),
  cache_read_usd_per_mtok  numeric(12, 6) NOT NULL CHECK (cache_read_usd_per_mtok >= 0),
  cache_write_usd_per_mtok numeric(12, 6) NOT NULL CHECK (cache_write_usd_per_mtok >= 0),
  created_at               timestamptz NOT NULL DEFAULT now(),
  updated_at               timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (model_pattern, valid_from)
);
COMMENT ON TABLE model_prices IS
  'US dollars for a million tokens. The price of a model at a time is that of its longest matching model_pattern (LIKE) with the latest valid_from not after that time.';

-- Reading the cache costs a tenth of an input token, writing it a quarter more than one.
INSERT INTO model_prices (model_pattern, input_usd_per_mtok, output_usd_per_mtok, cache_read_usd_per_mtok, cache_write_usd_per_mtok)
VALUES ('claude-sonnet-4%', 3.00, 15.00, 0.30, 3.75),
       ('claude-opus-4%', 15.00, 75.00, 1.50, 18.75),
       ('claude-haiku-4%', 0.25, 1.25, 0.025, 0.3125);

CREATE TRIGGER touch BEFORE UPDATE ON departments FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON ai_agents FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON agent_rules FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON model_prices FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();

GRANT SELECT, INSERT, UPDATE, DELETE ON departments, ai_agents, ai_agent_versions, agent_rules, model_prices
  TO switchboard_app;

ALTER TABLE departments ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON departments TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY signed_in_select ON departments FOR SELECT TO switchboard_app
  USING ((SELECT app.current_user_id()) IS NOT NULL);
CREATE POLICY platform_admins_insert ON departments FOR INSERT TO switchboard_app
  WITH CHECK ((SELECT app.is_platform_admin()));
CREATE POLICY platform_admins_update ON departments FOR UPDATE TO switchboard_app
  USING ((SELECT app.is_platform_admin()));
CREATE POLICY platform_admins_delete ON departments FOR DELETE TO switchboard_app
  USING ((SELECT app.is_platform_admin()));

ALTER TABLE ai_agents ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON ai_agents TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY signed_in_select ON ai_agents FOR SELECT TO switchboard_app
  USING ((SELECT app.current_user_id()) IS NOT NULL);
CREATE POLICY platform_admins_insert ON ai_agents FOR INSERT TO switchboard_app
  WITH CHECK ((SELECT app.is_platform_admin()));
CREATE POLICY platform_admins_update ON ai_agents FOR UPDATE TO switchboard_app
  USING ((SELECT app.is_platform_admin()));
CREATE POLICY platform_admins_delete ON ai_agents FOR DELETE TO switchboard_app
  USING ((SELECT app.is_platform_admin()));

-- A published version is what anybody may see of an agent's history.
ALTER TABLE ai_agent_versions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON ai_agent_versions TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY published_select ON ai_agent_versions FOR SELECT TO switchboard_app
  USING ((published_at IS NOT NULL AND (SELECT app.current_user_id()) IS NOT NULL)
         OR (SELECT app.is_platform_admin()));
CREATE POLICY platform_admins_insert ON ai_agent_versions FOR INSERT TO switchboard_app
  WITH CHECK ((SELECT app.is_platform_admin()));
CREATE POLICY platform_admins_update ON ai_agent_versions FOR UPDATE TO switchboard_app
  USING ((SELECT app.is_platform_admin()));
CREATE POLICY platform_admins_delete ON ai_agent_versions FOR DELETE TO switchboard_app
  USING ((SELECT app.is_platform_admin()));

ALTER TABLE agent_rules ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON agent_rules TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY signed_in_select ON agent_rules FOR SELECT TO switchboard_app
  USING ((SELECT app.current_user_id()) IS NOT NULL);
CREATE POLICY platform_admins_insert ON agent_rules FOR INSERT TO switchboard_app
  WITH CHECK ((SELECT app.is_platform_admin()));
CREATE POLICY platform_admins_update ON agent_rules FOR UPDATE TO switchboard_app
  USING ((SELECT app.is_platform_admin()));
CREATE POLICY platform_admins_delete ON agent_rules FOR DELETE TO switchboard_app
  USING ((SELECT app.is_platform_admin()));

ALTER TABLE model_prices ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON model_prices TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY signed_in_select ON model_prices FOR SELECT TO switchboard_app
  USING ((SELECT app.current_user_id()) IS NOT NULL);
CREATE POLICY platform_admins_insert ON model_prices FOR INSERT TO switchboard_app
  WITH CHECK ((SELECT app.is_platform_admin()));
CREATE POLICY platform_admins_update ON model_prices FOR UPDATE TO switchboard_app
  USING ((SELECT app.is_platform_admin()));
CREATE POLICY platform_admins_delete ON model_prices FOR DELETE TO switchboard_app
  USING ((SELECT app.is_platform_admin()));
