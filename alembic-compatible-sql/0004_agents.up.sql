-- revision: 0004
-- down_revision: 0003
-- A workspace's own agents with their skills and memories.
-- A foreign key between tenant tables carries workspace_id, so that no row can point into another tenant.

CREATE TABLE agents (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id    uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  ai_agent_id     uuid REFERENCES ai_agents ON DELETE SET NULL,
  name            varchar(100) NOT NULL CHECK (name <> ''),
  description     text,
  avatar_url      text,
  system_prompt   text NOT NULL,
  tools           text[] NOT NULL DEFAULT '{}',
  model           varchar(100) NOT NULL DEFAULT 'sonnet' CHECK (model <> ''),
  permission_mode text CHECK (permission_mode IN ('default', 'acceptEdits', 'bypassPermissions')),
  max_turns       integer CHECK (max_turns BETWEEN 1 AND 1000),
  is_active       boolean NOT NULL DEFAULT true,
  hired_at        timestamptz NOT NULL DEFAULT now(),
  unhired_at      timestamptz,
  created_by      uuid REFERENCES profiles ON DELETE SET NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, id)
);
COMMENT ON TABLE agents IS 'An agent of one workspace, as a rule hired from the catalog.';
COMMENT ON COLUMN agents.system_prompt IS 'Empty: the catalog agent''s prompt holds.';
COMMENT ON COLUMN agents.permission_mode IS 'NULL: the catalog agent''s holds.';
COMMENT ON COLUMN agents.max_turns IS 'NULL: the catalog agent''s holds.';
COMMENT ON COLUMN agents.unhired_at IS 'Set by unhiring, which keeps conversations readable and allows hiring again.';
CREATE UNIQUE INDEX agents_hired_once ON agents (workspace_id, ai_agent_id) WHERE unhired_at IS NULL;
CREATE INDEX agents_ai_agent ON agents (ai_agent_id);
CREATE INDEX agents_created_by ON agents (created_by);

CREATE TABLE agent_skills (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  name         text NOT NULL CHECK (name ~ '^[a-z0-9][a-z0-9-]{0,99}$'),
  display_name text NOT NULL CHECK (char_length(display_name) BETWEEN 1 AND 100),
  description  text NOT NULL CHECK (char_length(description) <= 2000),
  icon         text DEFAULT '📋' CHECK (char_length(icon) <= 16),
  content      text NOT NULL CHECK (octet_length(content) <= 262144),
  is_active    boolean NOT NULL DEFAULT true,
  is_system    boolean NOT NULL DEFAULT false,
  created_by   uuid REFERENCES profiles ON DELETE SET NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, name),
  UNIQUE (workspace_id, id)
);
COMMENT ON COLUMN agent_skills.is_system IS 'System skills can be neither made nor deleted through the API.';
CREATE INDEX agent_skills_created_by ON agent_skills (created_by);

CREATE TABLE agent_skill_assignments (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL,
  agent_id     uuid NOT NULL,
  skill_id     uuid NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (agent_id, skill_id),
  FOREIGN KEY (workspace_id, agent_id) REFERENCES agents (workspace_id, id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, skill_id) REFERENCES agent_skills (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX agent_skill_assignments_skill ON agent_skill_assignments (skill_id);

CREATE TABLE agent_memories (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL,
  agent_id     uuid NOT NULL,
  path         text NOT NULL CHECK (char_length(path) BETWEEN 2 AND 255 AND path LIKE '/%'
                                    AND path !~ '(^|/)\.{1,2}(/|$)' AND path !~ '//' AND path !~ '/$'),
  content      text NOT NULL DEFAULT '' CHECK (octet_length(content) <= 262144),
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (agent_id, path),
  FOREIGN KEY (workspace_id, agent_id) REFERENCES agents (workspace_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE agent_memories IS 'Files that an agent keeps across conversations.';

CREATE TRIGGER touch BEFORE UPDATE ON agents FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON agent_skills FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON agent_memories FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();

GRANT SELECT, INSERT, UPDATE ON agents TO switchboard_app;
GRANT SELECT, INSERT, UPDATE (name, display_name, description, icon, content, is_active), DELETE ON agent_skills
  TO switchboard_app;
GRANT SELECT, INSERT, DELETE ON agent_skill_assignments TO switchboard_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON agent_memories TO switchboard_app;

ALTER TABLE agents ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON agents TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_select ON agents FOR SELECT TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));
CREATE POLICY members_insert ON agents FOR INSERT TO switchboard_app
  WITH CHECK (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids()))
              AND created_by = (SELECT app.current_user_id()));
CREATE POLICY creator_and_admins_update ON agents FOR UPDATE TO switchboard_app
  USING ((created_by = (SELECT app.current_user_id())
          AND workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())))
         OR workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids_as('owner', 'admin'))));

ALTER TABLE agent_skills ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON agent_skills TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_select ON agent_skills FOR SELECT TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));
CREATE POLICY admins_insert ON agent_skills FOR INSERT TO switchboard_app
  WITH CHECK (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids_as('owner', 'admin'))) AND NOT is_system);
CREATE POLICY admins_update ON agent_skills FOR UPDATE TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids_as('owner', 'admin'))));
CREATE POLICY admins_delete ON agent_skills FOR DELETE TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids_as('owner', 'admin'))) AND NOT is_system);

-- Who may change an agent may give it skills.
ALTER TABLE agent_skill_assignments ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON agent_skill_assignments TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_select ON agent_skill_assignments FOR SELECT TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));
CREATE POLICY creator_and_admins_insert ON agent_skill_assignments FOR INSERT TO switchboard_app
  WITH CHECK (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids_as('owner', 'admin')))
              OR EXISTS (SELECT FROM agents a WHERE a.id = agent_id AND a.created_by = (SELECT app.current_user_id())));
CREATE POLICY creator_and_admins_delete ON agent_skill_assignments FOR DELETE TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids_as('owner', 'admin')))
         OR EXISTS (SELECT FROM agents a WHERE a.id = agent_id AND a.created_by = (SELECT app.current_user_id())));

ALTER TABLE agent_memories ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON agent_memories TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_select ON agent_memories FOR SELECT TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));
CREATE POLICY members_insert ON agent_memories FOR INSERT TO switchboard_app
  WITH CHECK (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));
CREATE POLICY members_update ON agent_memories FOR UPDATE TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));
CREATE POLICY members_delete ON agent_memories FOR DELETE TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));
