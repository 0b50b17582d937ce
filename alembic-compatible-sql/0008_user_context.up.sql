-- revision: 0008
-- down_revision: 0007
-- What an agent is told about its user: connected integrations, recent tasks, upcoming meetings.

CREATE TABLE integrations (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL,
  user_id      uuid NOT NULL,
  provider     text NOT NULL CHECK (provider ~ '^[a-z0-9_]{1,64}$'),
  display_name text NOT NULL CHECK (char_length(display_name) BETWEEN 1 AND 100),
  status       text NOT NULL DEFAULT 'connected' CHECK (status IN ('connected', 'disconnected', 'error')),
  entity_id    text CHECK (char_length(entity_id) <= 200),
  connected_at timestamptz NOT NULL DEFAULT now(),
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, user_id, provider),
  FOREIGN KEY (workspace_id, user_id) REFERENCES workspace_members (workspace_id, user_id) ON DELETE CASCADE
);
COMMENT ON COLUMN integrations.entity_id IS 'What the integration broker knows this user by; no credential is kept here.';

CREATE TABLE tasks (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  assignee_id  uuid,
  created_by   uuid REFERENCES profiles ON DELETE SET NULL,
  title        text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 300),
  description  text CHECK (char_length(description) <= 20000),
  status       text NOT NULL DEFAULT 'todo' CHECK (status IN ('todo', 'in_progress', 'done', 'cancelled')),
  priority     text NOT NULL DEFAULT 'medium' CHECK (priority IN ('low', 'medium', 'high', 'urgent')),
  due_on       date,
  completed_at timestamptz,
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, id),
  FOREIGN KEY (workspace_id, assignee_id) REFERENCES workspace_members (workspace_id, user_id)
    ON DELETE SET NULL (assignee_id)
);
CREATE INDEX tasks_recent ON tasks (workspace_id, assignee_id, updated_at DESC);
CREATE INDEX tasks_created_by ON tasks (created_by);

CREATE TABLE meetings (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  organizer_id uuid REFERENCES profiles ON DELETE SET NULL,
  title        text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 300),
  location     text CHECK (char_length(location) <= 500),
  starts_at    timestamptz NOT NULL,
  ends_at      timestamptz NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (workspace_id, id),
  CHECK (ends_at > starts_at)
);
CREATE INDEX meetings_upcoming ON meetings (workspace_id, starts_at);
CREATE INDEX meetings_organizer ON meetings (organizer_id);

CREATE TABLE meeting_attendees (
  workspace_id uuid NOT NULL,
  meeting_id   uuid NOT NULL,
  user_id      uuid NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (meeting_id, user_id),
  FOREIGN KEY (workspace_id, user_id) REFERENCES workspace_members (workspace_id, user_id) ON DELETE CASCADE,
  FOREIGN KEY (workspace_id, meeting_id) REFERENCES meetings (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX meeting_attendees_user ON meeting_attendees (user_id, workspace_id);

CREATE TRIGGER touch BEFORE UPDATE ON integrations FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON tasks FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON meetings FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();

GRANT SELECT, INSERT, UPDATE, DELETE ON integrations, tasks, meetings TO switchboard_app;
GRANT SELECT, INSERT, DELETE ON meeting_attendees TO switchboard_app;

ALTER TABLE integrations ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON integrations TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY user_all ON integrations TO switchboard_app
  USING (user_id = (SELECT app.current_user_id())
         AND workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE tasks ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON tasks TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON tasks TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE meetings ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON meetings TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON meetings TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));

ALTER TABLE meeting_attendees ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON meeting_attendees TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_all ON meeting_attendees TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));
