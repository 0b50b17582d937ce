-- revision: 0019
-- down_revision: 0018
-- Which tools may run unasked, ask first, or never run: what a workspace's admins lay down. And the end of a run is the
-- end of its open questions, whoever ends it.

CREATE TABLE agent_tool_policies (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  agent_id     uuid,
  role         text CHECK (role IN ('owner', 'admin', 'member')),
  tool_pattern text NOT NULL CHECK (tool_pattern ~ '^[A-Za-z0-9_*]+([.][A-Za-z0-9_*]+)?$'
                                    AND char_length(tool_pattern) <= 100),
  behavior     text NOT NULL CHECK (behavior IN ('allow', 'ask', 'deny')),
  created_by   uuid REFERENCES profiles ON DELETE SET NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE NULLS NOT DISTINCT (workspace_id, tool_pattern, agent_id, role),
  FOREIGN KEY (workspace_id, agent_id) REFERENCES agents (workspace_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE agent_tool_policies IS
  'Of the rules that cover a tool the strictest holds: deny, then ask, then allow. No agent: all of them; no role: everybody.';
CREATE INDEX agent_tool_policies_agent ON agent_tool_policies (workspace_id, agent_id);
CREATE INDEX agent_tool_policies_created_by ON agent_tool_policies (created_by);

CREATE TRIGGER touch BEFORE UPDATE ON agent_tool_policies FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
GRANT SELECT, INSERT, UPDATE, DELETE ON agent_tool_policies TO switchboard_app;
ALTER TABLE agent_tool_policies ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON agent_tool_policies TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_select ON agent_tool_policies FOR SELECT TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));
CREATE POLICY admins_insert ON agent_tool_policies FOR INSERT TO switchboard_app
  WITH CHECK (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids_as('owner', 'admin')))
              AND created_by = (SELECT app.current_user_id()));
CREATE POLICY admins_update ON agent_tool_policies FOR UPDATE TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids_as('owner', 'admin'))));
CREATE POLICY admins_delete ON agent_tool_policies FOR DELETE TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids_as('owner', 'admin'))));

-- Nobody can answer a question whose run has ended.
CREATE FUNCTION app.close_approvals() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  UPDATE public.agent_approvals a SET decision = 'expired', decided_at = now()
   WHERE a.run_id = NEW.id AND a.decision IS NULL;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.close_approvals() FROM PUBLIC;
CREATE TRIGGER close_approvals AFTER UPDATE OF finished_at ON agent_runs
  FOR EACH ROW WHEN (OLD.finished_at IS NULL AND NEW.finished_at IS NOT NULL) EXECUTE FUNCTION app.close_approvals();
