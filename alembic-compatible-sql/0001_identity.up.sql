-- revision: 0001
-- down_revision: none
-- Who is asking: profiles, workspaces, memberships, and the functions that every policy asks.

DO $$
BEGIN
  IF current_user <> 'switchboard_owner' THEN
    RAISE EXCEPTION 'migrations run as switchboard_owner, not as %', current_user
      USING HINT = 'connect with the owner''s URL; db/roles.sql creates the role';
  END IF;
END $$;

CREATE SCHEMA app;
COMMENT ON SCHEMA app IS 'Functions that policies and the server call; it holds no tables.';
GRANT USAGE ON SCHEMA app TO switchboard_app;

-- The server compares this table with the revisions it was built for.
GRANT SELECT ON alembic_version TO switchboard_app;

-- Identity arrives through set_config(name, value, true) inside a transaction. Missing or empty is NULL,
-- and NULL matches no row; anything that is no uuid is an error.
CREATE FUNCTION app.current_user_id() RETURNS uuid
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('switchboard.user_id', true), '')::uuid $$;

CREATE FUNCTION app.current_workspace_id() RETURNS uuid
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('switchboard.workspace_id', true), '')::uuid $$;

CREATE FUNCTION app.touch_updated_at() RETURNS trigger
  LANGUAGE plpgsql
  AS $$ BEGIN NEW.updated_at := now(); RETURN NEW; END $$;

CREATE TABLE profiles (
  id                uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  issuer            text NOT NULL CHECK (octet_length(issuer) BETWEEN 1 AND 1024),
  subject           text NOT NULL CHECK (octet_length(subject) BETWEEN 1 AND 1024),
  email             text CHECK (char_length(email) BETWEEN 1 AND 320),
  full_name         text CHECK (char_length(full_name) <= 200),
  avatar_url        text CHECK (char_length(avatar_url) <= 2048),
  time_zone         text NOT NULL DEFAULT 'UTC' CHECK (char_length(time_zone) BETWEEN 1 AND 64),
  is_platform_admin boolean NOT NULL DEFAULT false,
  disabled_at       timestamptz,
  created_at        timestamptz NOT NULL DEFAULT now(),
  updated_at        timestamptz NOT NULL DEFAULT now(),
  UNIQUE (issuer, subject)
);
COMMENT ON TABLE profiles IS 'A user, known by the pair (token issuer, token subject).';
CREATE INDEX profiles_email ON profiles (lower(email));

CREATE TABLE workspaces (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name       text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
  created_by uuid REFERENCES profiles ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE workspaces IS 'The tenant: everything but the catalog belongs to one.';
CREATE INDEX workspaces_created_by ON workspaces (created_by);

CREATE TABLE workspace_members (
  workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  user_id      uuid NOT NULL REFERENCES profiles ON DELETE CASCADE,
  role         text NOT NULL DEFAULT 'member' CHECK (role IN ('owner', 'admin', 'member')),
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (workspace_id, user_id)
);
CREATE INDEX workspace_members_user ON workspace_members (user_id, workspace_id);

CREATE TABLE workspace_invitations (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
  email        text NOT NULL CHECK (char_length(email) BETWEEN 3 AND 320),
  role         text NOT NULL DEFAULT 'member' CHECK (role IN ('admin', 'member')),
  token_hash   bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
  invited_by   uuid REFERENCES profiles ON DELETE SET NULL,
  expires_at   timestamptz NOT NULL,
  accepted_at  timestamptz,
  revoked_at   timestamptz,
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN workspace_invitations.token_hash IS 'SHA-256 of the secret in the invitation link.';
CREATE UNIQUE INDEX workspace_invitations_pending ON workspace_invitations (workspace_id, lower(email))
  WHERE accepted_at IS NULL AND revoked_at IS NULL;
CREATE INDEX workspace_invitations_workspace ON workspace_invitations (workspace_id, created_at);
CREATE INDEX workspace_invitations_invited_by ON workspace_invitations (invited_by);

CREATE TRIGGER touch BEFORE UPDATE ON profiles FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON workspaces FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON workspace_members FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
CREATE TRIGGER touch BEFORE UPDATE ON workspace_invitations FOR EACH ROW EXECUTE FUNCTION app.touch_updated_at();
