-- revision: 0006
-- down_revision: 0005
-- What a run leaves behind beside its messages: approvals, tool calls, the CLI's transcript, idempotency keys.

CREATE TABLE agent_approvals (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  run_id          uuid NOT NULL,
  conversation_id uuid NOT NULL,
  workspace_id    uuid NOT NULL,
  user_id         uuid NOT NULL,
  request_id      text NOT NULL,
  tool_call_id    text NOT NULL,
  tool_name       text NOT NULL,
  args            json NOT NULL,
  reason          text,
  decision        text CHECK (decision IN ('allow', 'deny', 'expired')),
  decided_by      uuid REFERENCES profiles ON DELETE SET NULL,
  decided_at      timestamptz,
  message         text CHECK (char_length(message) <= 10000),
  remember        boolean NOT NULL DEFAULT false,
  acknowledged_at timestamptz,
  expires_at      timestamptz NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),
  UNIQUE (run_id, tool_call_id),
  FOREIGN KEY (run_id, conversation_id, workspace_id, user_id)
    REFERENCES agent_runs (id, conversation_id, workspace_id, user_id) ON DELETE CASCADE,
  CHECK ((decision IS NULL) = (decided_at IS NULL))
);
COMMENT ON TABLE agent_approvals IS 'The question "may this tool run?"; no decision means pending.';
COMMENT ON COLUMN agent_approvals.request_id IS 'The CLI''s control request that waits for the answer.';
COMMENT ON COLUMN agent_approvals.acknowledged_at IS 'When the CLI had the answer; until then it is delivered again.';
CREATE INDEX agent_approvals_conversation ON agent_approvals (conversation_id);
CREATE INDEX agent_approvals_pending ON agent_approvals (expires_at) WHERE decision IS NULL;
CREATE INDEX agent_approvals_decided_by ON agent_approvals (decided_by);

CREATE TABLE agent_permission_rules (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  user_id      uuid NOT NULL REFERENCES profiles ON DELETE CASCADE,
  agent_id     uuid NOT NULL,
  tool_name    text NOT NULL CHECK (tool_name <> ''),
  behavior     text NOT NULL CHECK (behavior IN ('allow', 'deny')),
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (user_id, agent_id, tool_name),
  FOREIGN KEY (workspace_id, agent_id) REFERENCES agents (workspace_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE agent_permission_rules IS 'Answers that a user asked to remember, for one agent and tool.';
CREATE INDEX agent_permission_rules_agent ON agent_permission_rules (workspace_id, agent_id);

CREATE TABLE tool_calls (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id    uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  user_id         uuid NOT NULL REFERENCES profiles ON DELETE CASCADE,
  agent_id        uuid,
  conversation_id uuid,
  run_id          uuid,
  tool_call_id    text NOT NULL CHECK (tool_call_id <> ''),
  tool_name       text NOT NULL CHECK (tool_name <> ''),
  args            json NOT NULL,
  outcome         text NOT NULL DEFAULT 'running' CHECK (outcome IN ('running', 'ok', 'error', 'unknown')),
  result          json,
  result_bytes    bigint CHECK (result_bytes >= 0),
  error_message   text,
  duration_ms     integer CHECK (duration_ms >= 0),
  finished_at     timestamptz,
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),
  UNIQUE (run_id, tool_call_id),
  FOREIGN KEY (workspace_id, agent_id) REFERENCES agents (workspace_id, id) ON DELETE CASCADE,
  FOREIGN KEY (run_id, conversation_id, workspace_id, user_id)
    REFERENCES agent_runs (id, conversation_id, workspace_id, user_id) ON DELETE CASCADE,
  CHECK ((run_id IS NULL) = (conversation_id IS NULL)),
  CHECK ((outcome = 'running') = (finished_at IS NULL))
);
COMMENT ON TABLE tool_calls IS
  'Every tool call: written in the transaction of its effect and keyed by run and call id, so that a repeated call finds its result. Without a run: a call from outside a chat.';
COMMENT ON COLUMN tool_calls.args IS 'Redacted as the tool''s parameters say.';
CREATE INDEX tool_calls_conversation ON tool_calls (conversation_id);
CREATE INDEX tool_calls_audit ON tool_calls (workspace_id, created_at DESC);
CREATE INDEX tool_calls_agent ON tool_calls (agent_id);
CREATE INDEX tool_calls_user ON tool_calls (user_id, created_at DESC);

CREATE TABLE agent_session_entries (
  conversation_id uuid NOT NULL,
  session_id      text NOT NULL CHECK (char_length(session_id) BETWEEN 1 AND 200),
  ordinal         bigint NOT NULL CHECK (ordinal >= 0),
  workspace_id    uuid NOT NULL,
  user_id         uuid NOT NULL,
  entry           json NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (conversation_id, session_id, ordinal),
  FOREIGN KEY (conversation_id, workspace_id, user_id)
    REFERENCES agent_conversations (id, workspace_id, user_id) ON DELETE CASCADE
);
COMMENT ON TABLE agent_session_entries IS
  'The Claude CLI''s own transcript, entry by entry, so that a session outlives its process and its machine.';

CREATE TABLE idempotency_keys (
  user_id         uuid NOT NULL,
  key             text NOT NULL CHECK (char_length(key) BETWEEN 1 AND 255),
  workspace_id    uuid NOT NULL,
  conversation_id uuid NOT NULL,
  run_id          uuid NOT NULL,
  request_hash    bytea NOT NULL CHECK (octet_length(request_hash) = 32),
  expires_at      timestamptz NOT NULL DEFAULT now() + interval '24 hours',
  created_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, key),
  FOREIGN KEY (run_id, conversation_id, workspace_id, user_id)
    REFERENCES agent_runs (id, conversation_id, workspace_id, user_id) ON DELETE CASCADE
);
COMMENT ON COLUMN idempotency_keys.request_hash IS 'SHA-256 of the request''s body: the same key with another body is refused.';
CREATE INDEX idempotency_keys_conversation ON idempotency_keys (conversation_id);
CREATE INDEX idempotency_keys_run ON idempotency_keys (run_id);
CREATE INDEX idempotency_keys_expiry ON idempotency_keys (expires_at);

CREATE TRIGGER touch BEFORE UPDATE ON agent_approvals FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON agent_permission_rules FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON tool_calls FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();

GRANT SELECT, INSERT, UPDATE ON agent_approvals, tool_calls TO switchboard_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON agent_permission_rules, idempotency_keys TO switchboard_app;
GRANT SELECT, INSERT, DELETE ON agent_session_entries TO switchboard_app;

ALTER TABLE agent_approvals ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON agent_approvals TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY user_all ON agent_approvals TO switchboard_app
  USING (user_id = (SELECT app.current_user_id())
         AND workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE agent_permission_rules ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON agent_permission_rules TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY user_all ON agent_permission_rules TO switchboard_app
  USING (user_id = (SELECT app.current_user_id())
         AND workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE tool_calls ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON tool_calls TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY user_all ON tool_calls TO switchboard_app
  USING (user_id = (SELECT app.current_user_id())
         AND workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));
CREATE POLICY admins_select ON tool_calls FOR SELECT TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids_as('owner', 'admin'))));

ALTER TABLE agent_session_entries ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON agent_session_entries TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY user_all ON agent_session_entries TO switchboard_app
  USING (user_id = (SELECT app.current_user_id())
         AND workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON idempotency_keys TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY user_all ON idempotency_keys TO switchboard_app
  USING (user_id = (SELECT app.current_user_id())
         AND workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

-- The runs that no server has finished, of every tenant: a starting server takes over or ends each of
-- them as the user that it names.
CREATE FUNCTION app.unfinished_runs()
  RETURNS TABLE (id uuid, conversation_id uuid, workspace_id uuid, user_id uuid, agent_id uuid, status text,
                 server_id text, lease_until timestamptz, host_epoch text, host_pid integer, host_pid_start bigint)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT r.id, r.conversation_id, r.workspace_id, r.user_id, r.agent_id, r.status,
         r.server_id, r.lease_until, r.host_epoch, r.host_pid, r.host_pid_start
    FROM public.agent_runs r
   WHERE r.finished_at IS NULL
   ORDER BY r.created_at, r.id
$$;

-- Removes what was said in one of the caller's conversations and hides it; false where there is none.
-- Runs stay, for their costs, as does the audit of tool calls without its texts.
CREATE FUNCTION app.delete_conversation(p_conversation_id uuid) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  UPDATE public.agent_conversations c
     SET deleted_at = now(), title = NULL, sdk_session_id = NULL, sdk_session_metadata = NULL
   WHERE c.id = p_conversation_id AND c.deleted_at IS NULL
     AND c.user_id = app.current_user_id() AND app.is_member(c.workspace_id);
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  DELETE FROM public.agent_session_entries e WHERE e.conversation_id = p_conversation_id;
  DELETE FROM public.idempotency_keys k WHERE k.conversation_id = p_conversation_id;
  DELETE FROM public.agent_approvals a WHERE a.conversation_id = p_conversation_id;
  DELETE FROM public.agent_run_events e WHERE e.conversation_id = p_conversation_id;
  DELETE FROM public.agent_messages m WHERE m.conversation_id = p_conversation_id;
  UPDATE public.tool_calls t SET args = '{}', result = NULL, error_message = NULL
   WHERE t.conversation_id = p_conversation_id;
  RETURN true;
END $$;

REVOKE ALL ON FUNCTION app.unfinished_runs(), app.delete_conversation(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.unfinished_runs(), app.delete_conversation(uuid) TO switchboard_app;
