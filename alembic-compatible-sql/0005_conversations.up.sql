-- revision: 0005
-- down_revision: 0004
-- Conversations and their turns. All of it is its user's alone, and only while they are a member.
-- Rows below a conversation repeat its workspace and user, so that a policy needs no join; foreign keys
-- that carry those columns keep the copies true.

CREATE TABLE agent_conversations (
  id                       uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id             uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  user_id                  uuid NOT NULL REFERENCES profiles ON DELETE CASCADE,
  agent_id                 uuid NOT NULL,
  title                    text CHECK (char_length(title) <= 500),
  sdk_session_id           text,
  sdk_session_metadata     jsonb,
  last_seq                 bigint NOT NULL DEFAULT 0 CHECK (last_seq >= 0),
  total_input_tokens       bigint NOT NULL DEFAULT 0,
  total_output_tokens      bigint NOT NULL DEFAULT 0,
  total_cache_read_tokens  bigint NOT NULL DEFAULT 0,
  total_cache_write_tokens bigint NOT NULL DEFAULT 0,
  total_cost_usd           numeric(12, 6) NOT NULL DEFAULT 0,
  deleted_at               timestamptz,
  created_at               timestamptz NOT NULL DEFAULT now(),
  updated_at               timestamptz NOT NULL DEFAULT now(),
  UNIQUE (id, workspace_id, user_id),
  FOREIGN KEY (workspace_id, agent_id) REFERENCES agents (workspace_id, id) ON DELETE CASCADE
);
COMMENT ON COLUMN agent_conversations.last_seq IS 'The number of the newest event; events count from 1 without gaps.';
COMMENT ON COLUMN agent_conversations.deleted_at IS
  'Set by app.delete_conversation, which removes all content. The row stays, unseen by the app, because runs and their costs refer to it; who takes an event number from it finds no row and stops.';
CREATE INDEX agent_conversations_list ON agent_conversations (user_id, agent_id, updated_at DESC);
CREATE INDEX agent_conversations_agent ON agent_conversations (workspace_id, agent_id);

CREATE TABLE agent_runs (
  id                   uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  conversation_id      uuid NOT NULL,
  workspace_id         uuid NOT NULL,
  user_id              uuid NOT NULL,
  agent_id             uuid NOT NULL,
  status               text NOT NULL DEFAULT 'queued'
                       CHECK (status IN ('queued', 'starting', 'running', 'done', 'failed', 'cancelled')),
  model                text,
  user_message_id      uuid,
  assistant_message_id uuid,
  first_seq            bigint,
  last_seq             bigint,
  server_id            text,
  lease_until          timestamptz,
  host_epoch           text,
  host_pid             integer,
  host_pid_start       bigint,
  input_tokens         bigint NOT NULL DEFAULT 0 CHECK (input_tokens >= 0),
  output_tokens        bigint NOT NULL DEFAULT 0 CHECK (output_tokens >= 0),
  cache_read_tokens    bigint NOT NULL DEFAULT 0 CHECK (cache_read_tokens >= 0),
  cache_write_tokens   bigint NOT NULL DEFAULT 0 CHECK (cache_write_tokens >= 0),
  cost_usd             numeric(12, 6) NOT NULL DEFAULT 0 CHECK (cost_usd >= 0),
  turn_count           integer NOT NULL DEFAULT 0 CHECK (turn_count >= 0),
  stop_reason          text,
  error_code           text,
  error_message        text,
  cancel_requested_at  timestamptz,
  started_at           timestamptz,
  finished_at          timestamptz,
  created_at           timestamptz NOT NULL DEFAULT now(),
  updated_at           timestamptz NOT NULL DEFAULT now(),
  UNIQUE (id, conversation_id, workspace_id, user_id),
  FOREIGN KEY (conversation_id, workspace_id, user_id)
    REFERENCES agent_conversations (id, workspace_id, user_id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, agent_id) REFERENCES agents (workspace_id, id) ON DELETE CASCADE,
  CHECK ((status IN ('done', 'failed', 'cancelled')) = (finished_at IS NOT NULL)),
  CHECK (status <> 'failed' OR error_code IS NOT NULL)
);
COMMENT ON TABLE agent_runs IS
  'One turn: queued, starting, running, then done, failed or cancelled. The server that holds the lease drives it; host epoch, pid and pid start time fence it.';
-- A conversation runs one turn at a time; others wait as queued.
CREATE UNIQUE INDEX agent_runs_one_active ON agent_runs (conversation_id) WHERE status IN ('starting', 'running');
CREATE INDEX agent_runs_conversation ON agent_runs (conversation_id, created_at);
CREATE INDEX agent_runs_unfinished ON agent_runs (status, created_at) WHERE finished_at IS NULL;
CREATE INDEX agent_runs_agent ON agent_runs (agent_id);
CREATE INDEX agent_runs_usage ON agent_runs (workspace_id, created_at);

CREATE TABLE agent_messages (
  id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  ordinal         bigint GENERATED ALWAYS AS IDENTITY,
  conversation_id uuid NOT NULL,
  workspace_id    uuid NOT NULL,
  user_id         uuid NOT NULL,
  run_id          uuid,
  role            text NOT NULL CHECK (role IN ('user', 'assistant')),
  content         text NOT NULL,
  parts           jsonb CHECK (jsonb_typeof(parts) = 'array'),
  created_at      timestamptz NOT NULL DEFAULT now(),
  UNIQUE (id, conversation_id),
  FOREIGN KEY (conversation_id, workspace_id, user_id)
    REFERENCES agent_conversations (id, workspace_id, user_id) ON DELETE CASCADE,
  -- A turn's message and its run are written in either order, in one transaction.
  FOREIGN KEY (run_id, conversation_id, workspace_id, user_id)
    REFERENCES agent_runs (id, conversation_id, workspace_id, user_id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);
COMMENT ON COLUMN agent_messages.ordinal IS
  'The order within a conversation: messages of one transaction share created_at. Values mean nothing beyond their order.';
CREATE INDEX agent_messages_conversation ON agent_messages (conversation_id, ordinal);
CREATE INDEX agent_messages_run ON agent_messages (run_id);
ALTER TABLE agent_runs
  ADD CONSTRAINT agent_runs_user_message_fkey FOREIGN KEY (user_message_id, conversation_id)
    REFERENCES agent_messages (id, conversation_id) ON DELETE SET NULL (user_message_id) DEFERRABLE INITIALLY DEFERRED,
  ADD CONSTRAINT agent_runs_assistant_message_fkey FOREIGN KEY (assistant_message_id, conversation_id)
    REFERENCES agent_messages (id, conversation_id) ON DELETE SET NULL (assistant_message_id) DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX agent_runs_user_message ON agent_runs (user_message_id);
CREATE INDEX agent_runs_assistant_message ON agent_runs (assistant_message_id);

CREATE TABLE agent_run_events (
  conversation_id uuid NOT NULL,
  seq             bigint NOT NULL CHECK (seq >= 1),
  run_id          uuid NOT NULL,
  workspace_id    uuid NOT NULL,
  user_id         uuid NOT NULL,
  type            text NOT NULL CHECK (type ~ '^[a-z_]{1,64}$'),
  data            json NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (conversation_id, seq),
  FOREIGN KEY (run_id, conversation_id, workspace_id, user_id)
    REFERENCES agent_runs (id, conversation_id, workspace_id, user_id) ON DELETE CASCADE
);
COMMENT ON COLUMN agent_run_events.data IS 'json, not jsonb: a replay sends the very bytes that the live stream sent.';
CREATE INDEX agent_run_events_run ON agent_run_events (run_id, seq);
CREATE INDEX agent_run_events_age ON agent_run_events (created_at);

CREATE TRIGGER touch BEFORE UPDATE ON agent_conversations FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON agent_runs FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();

GRANT SELECT, INSERT, UPDATE ON agent_conversations TO switchboard_app;
GRANT SELECT, INSERT, UPDATE ON agent_runs TO switchboard_app;
GRANT SELECT, INSERT ON agent_messages TO switchboard_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON agent_run_events TO switchboard_app;

ALTER TABLE agent_conversations ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON agent_conversations TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY user_select ON agent_conversations FOR SELECT TO switchboard_app
  USING (user_id = (SELECT app.current_user_id()) AND deleted_at IS NULL
         AND workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));
CREATE POLICY user_insert ON agent_conversations FOR INSERT TO switchboard_app
  WITH CHECK (user_id = (SELECT app.current_user_id()) AND deleted_at IS NULL
              AND workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));
CREATE POLICY user_update ON agent_conversations FOR UPDATE TO switchboard_app
  USING (user_id = (SELECT app.current_user_id()) AND deleted_at IS NULL
         AND workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE agent_runs ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON agent_runs TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY user_select ON agent_runs FOR SELECT TO switchboard_app
  USING (user_id = (SELECT app.current_user_id())
         AND workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));
CREATE POLICY user_insert ON agent_runs FOR INSERT TO switchboard_app
  WITH CHECK (user_id = (SELECT app.current_user_id())
              AND workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));
CREATE POLICY user_update ON agent_runs FOR UPDATE TO switchboard_app
  USING (user_id = (SELECT app.current_user_id())
         AND workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE agent_messages ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON agent_messages TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY user_select ON agent_messages FOR SELECT TO switchboard_app
  USING (user_id = (SELECT app.current_user_id())
         AND workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));
CREATE POLICY user_insert ON agent_messages FOR INSERT TO switchboard_app
  WITH CHECK (user_id = (SELECT app.current_user_id())
              AND workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE agent_run_events ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON agent_run_events TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY user_select ON agent_run_events FOR SELECT TO switchboard_app
  USING (user_id = (SELECT app.current_user_id())
         AND workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));
CREATE POLICY user_insert ON agent_run_events FOR INSERT TO switchboard_app
  WITH CHECK (user_id = (SELECT app.current_user_id())
              AND workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));
CREATE POLICY user_update ON agent_run_events FOR UPDATE TO switchboard_app
  USING (user_id = (SELECT app.current_user_id())
         AND workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));
CREATE POLICY user_delete ON agent_run_events FOR DELETE TO switchboard_app
  USING (user_id = (SELECT app.current_user_id())
         AND workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));
