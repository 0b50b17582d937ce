-- revision: 0012
-- down_revision: 0011
-- How a workspace talks: channels with messages, reactions and pins, and direct messages between two members.
-- A private channel and a direct message are seen by those who are in them.

CREATE TABLE channels (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  created_by   uuid,
  name         text NOT NULL CHECK (name ~ '^[a-z0-9][a-z0-9_-]{0,79}$'),
  topic        text CHECK (char_length(topic) <= 500),
  is_private   boolean NOT NULL DEFAULT false,
  archived_at  timestamptz,
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, name),
  UNIQUE (workspace_id, id),
  FOREIGN KEY (workspace_id, created_by) REFERENCES workspace_members (workspace_id, user_id) ON DELETE SET NULL (created_by)
);
CREATE INDEX channels_created_by ON channels (created_by);

CREATE TABLE channel_members (
  workspace_id uuid NOT NULL,
  channel_id   uuid NOT NULL,
  user_id      uuid NOT NULL,
  last_read_at timestamptz NOT NULL DEFAULT now(),
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (channel_id, user_id),
  FOREIGN KEY (workspace_id, channel_id) REFERENCES channels (workspace_id, id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, user_id) REFERENCES workspace_members (workspace_id, user_id) ON DELETE CASCADE
);
CREATE INDEX channel_members_user ON channel_members (user_id, workspace_id);

CREATE TABLE channel_messages (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL,
  channel_id   uuid NOT NULL,
  author_id    uuid,
  reply_to_id  uuid,
  body         text NOT NULL CHECK (char_length(body) BETWEEN 1 AND 10000),
  pinned_at    timestamptz,
  edited_at    timestamptz,
  created_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, channel_id, id),
  UNIQUE (workspace_id, id),
  FOREIGN KEY (workspace_id, channel_id) REFERENCES channels (workspace_id, id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, author_id) REFERENCES workspace_members (workspace_id, user_id) ON DELETE SET NULL (author_id),
  FOREIGN KEY (workspace_id, channel_id, reply_to_id) REFERENCES channel_messages (workspace_id, channel_id, id)
    ON DELETE SET NULL (reply_to_id)
);
COMMENT ON COLUMN channel_messages.reply_to_id IS 'The message that began the thread.';
CREATE INDEX channel_messages_recent ON channel_messages (channel_id, created_at DESC);
CREATE INDEX channel_messages_author ON channel_messages (author_id);
CREATE INDEX channel_messages_thread ON channel_messages (reply_to_id, created_at);
CREATE INDEX channel_messages_pinned ON channel_messages (channel_id) WHERE pinned_at IS NOT NULL;

CREATE TABLE message_reactions (
  workspace_id uuid NOT NULL,
  message_id   uuid NOT NULL,
  user_id      uuid NOT NULL,
  emoji        text NOT NULL CHECK (char_length(emoji) BETWEEN 1 AND 32),
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (message_id, user_id, emoji),
  FOREIGN KEY (workspace_id, message_id) REFERENCES channel_messages (workspace_id, id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, user_id) REFERENCES workspace_members (workspace_id, user_id) ON DELETE CASCADE
);
CREATE INDEX message_reactions_user ON message_reactions (user_id, workspace_id);

CREATE TABLE direct_messages (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL,
  sender_id    uuid NOT NULL,
  recipient_id uuid NOT NULL,
  body         text NOT NULL CHECK (char_length(body) BETWEEN 1 AND 10000),
  read_at      timestamptz,
  created_at   timestamptz NOT NULL DEFAULT now(),
  FOREIGN KEY (workspace_id, sender_id) REFERENCES workspace_members (workspace_id, user_id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, recipient_id) REFERENCES workspace_members (workspace_id, user_id) ON DELETE CASCADE
);
COMMENT ON TABLE direct_messages IS 'From one member to another, or to themselves as a note.';
CREATE INDEX direct_messages_sender ON direct_messages (sender_id, workspace_id, created_at DESC);
CREATE INDEX direct_messages_recipient ON direct_messages (recipient_id, workspace_id, created_at DESC);

-- Who makes a channel is in it.
CREATE FUNCTION app.join_own_channel() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO public.channel_members (workspace_id, channel_id, user_id)
  VALUES (NEW.workspace_id, NEW.id, NEW.created_by) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.join_own_channel() FROM PUBLIC;
CREATE TRIGGER join_own_channel AFTER INSERT ON channels
  FOR EACH ROW WHEN (NEW.created_by IS NOT NULL) EXECUTE FUNCTION app.join_own_channel();

-- The private channels that the caller is in; a definer function, because the policy of channel_members asks for
-- channels, and that of channels for channel_members.
CREATE FUNCTION app.my_channel_ids() RETURNS SETOF uuid
  LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT m.channel_id FROM public.channel_members m
   WHERE m.user_id = app.current_user_id() AND m.workspace_id IN (SELECT app.my_workspace_ids())
$$;

CREATE TRIGGER touch BEFORE UPDATE ON channels FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();

REVOKE ALL ON FUNCTION app.my_channel_ids() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.my_channel_ids() TO switchboard_app;

GRANT SELECT, INSERT, UPDATE, DELETE ON channels, channel_members, channel_messages, message_reactions,
  direct_messages TO switchboard_app;

ALTER TABLE channels ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON channels TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON channels TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids()))
         AND (NOT is_private OR created_by = (SELECT app.current_user_id()) OR id = ANY (ARRAY(SELECT app.my_channel_ids()))));

ALTER TABLE channel_members ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON channel_members TO switchboard_owner USING (true) WITH CHECK (true);
-- The policy of channels limits the inner query to the channels that the caller may see.
CREATE POLICY members_all ON channel_members TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())) AND channel_id IN (SELECT c.id FROM channels c));

ALTER TABLE channel_messages ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON channel_messages TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_select ON channel_messages FOR SELECT TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())) AND channel_id IN (SELECT c.id FROM channels c));
CREATE POLICY members_update ON channel_messages FOR UPDATE TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())) AND channel_id IN (SELECT c.id FROM channels c));
CREATE POLICY author_insert ON channel_messages FOR INSERT TO switchboard_app
  WITH CHECK (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())) AND channel_id IN (SELECT c.id FROM channels c)
              AND author_id = (SELECT app.current_user_id()));
CREATE POLICY author_and_admins_delete ON channel_messages FOR DELETE TO switchboard_app
  USING (channel_id IN (SELECT c.id FROM channels c)
         AND ((author_id = (SELECT app.current_user_id()) AND workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())))
              OR workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids_as('owner', 'admin')))));

ALTER TABLE message_reactions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON message_reactions TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_select ON message_reactions FOR SELECT TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())) AND message_id IN (SELECT m.id FROM channel_messages m));
CREATE POLICY self_insert ON message_reactions FOR INSERT TO switchboard_app
  WITH CHECK (user_id = (SELECT app.current_user_id()) AND workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids()))
              AND message_id IN (SELECT m.id FROM channel_messages m));
CREATE POLICY self_update ON message_reactions FOR UPDATE TO switchboard_app
  USING (user_id = (SELECT app.current_user_id()) AND workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));
CREATE POLICY self_delete ON message_reactions FOR DELETE TO switchboard_app
  USING (user_id = (SELECT app.current_user_id()) AND workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE direct_messages ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON direct_messages TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY parties_select ON direct_messages FOR SELECT TO switchboard_app
  USING ((SELECT app.current_user_id()) IN (sender_id, recipient_id) AND workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));
CREATE POLICY sender_insert ON direct_messages FOR INSERT TO switchboard_app
  WITH CHECK (sender_id = (SELECT app.current_user_id()) AND workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));
CREATE POLICY recipient_update ON direct_messages FOR UPDATE TO switchboard_app
  USING (recipient_id = (SELECT app.current_user_id()) AND workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));
CREATE POLICY sender_delete ON direct_messages FOR DELETE TO switchboard_app
  USING (sender_id = (SELECT app.current_user_id()) AND workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));
