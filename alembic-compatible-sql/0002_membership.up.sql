-- revision: 0002
-- down_revision: 0001
-- What a membership opens: the questions that policies ask, the ways into a workspace, and the policies
-- of the identity tables. Definer functions belong to switchboard_owner, whom the policy owner_all lets
-- see every row: so a policy may ask about memberships without asking itself.

-- The caller's workspaces, narrowed to the current one where switchboard.workspace_id is set: a tool that
-- runs for one workspace sees nothing of its caller's others. A disabled profile has none.
CREATE FUNCTION app.my_workspace_ids() RETURNS SETOF uuid
  LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER ROWS 4 SET search_path = pg_catalog, pg_temp
AS $$
DECLARE  -- once a call, not once a row
  v_user      uuid := app.current_user_id();
  v_workspace uuid := app.current_workspace_id();
BEGIN
  RETURN QUERY
    SELECT m.workspace_id
      FROM public.workspace_members m
      JOIN public.profiles p ON p.id = m.user_id AND p.disabled_at IS NULL
     WHERE m.user_id = v_user AND (v_workspace IS NULL OR m.workspace_id = v_workspace);
END $$;

-- The same, where the caller is one of the roles p_roles.
CREATE FUNCTION app.my_workspace_ids_as(VARIADIC p_roles text[]) RETURNS SETOF uuid
  LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER ROWS 4 SET search_path = pg_catalog, pg_temp
AS $$
DECLARE  -- once a call, not once a row
  v_user      uuid := app.current_user_id();
  v_workspace uuid := app.current_workspace_id();
BEGIN
  RETURN QUERY
    SELECT m.workspace_id
      FROM public.workspace_members m
      JOIN public.profiles p ON p.id = m.user_id AND p.disabled_at IS NULL
     WHERE m.user_id = v_user AND (v_workspace IS NULL OR m.workspace_id = v_workspace)
       AND m.role = ANY (p_roles);
END $$;

CREATE FUNCTION app.is_member(p_workspace_id uuid) RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT p_workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())) $$;

CREATE FUNCTION app.is_admin(p_workspace_id uuid) RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT p_workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids_as('owner', 'admin'))) $$;

CREATE FUNCTION app.is_platform_admin() RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT EXISTS (SELECT FROM public.profiles p
                  WHERE p.id = app.current_user_id() AND p.is_platform_admin AND p.disabled_at IS NULL)
$$;

-- The profile of a verified token, made by its first one. Any number of requests may race for it. No row
-- comes back for a disabled profile, nor for a subject beyond 1 KiB. What webhooks keep current is filled in here only where it is unknown.
CREATE FUNCTION app.ensure_profile(p_issuer text, p_subject text, p_email text, p_name text)
  RETURNS TABLE (id uuid, email text, full_name text, is_platform_admin boolean, time_zone text)
  LANGUAGE plpgsql SECURITY DEFINER ROWS 1 SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_email text := CASE WHEN char_length(p_email) BETWEEN 1 AND 320 THEN p_email END;
  v_name  text := nullif(left(p_name, 200), '');
  v_row   public.profiles;
BEGIN
  IF octet_length(p_subject) > 1024 THEN
    RETURN;
  END IF;
  SELECT * INTO v_row FROM public.profiles p WHERE p.issuer = p_issuer AND p.subject = p_subject;
  IF NOT FOUND THEN
    INSERT INTO public.profiles AS p (issuer, subject, email, full_name)
    VALUES (p_issuer, p_subject, v_email, v_name)
    ON CONFLICT (issuer, subject) DO UPDATE SET issuer = excluded.issuer
    RETURNING * INTO v_row;
  ELSIF v_row.disabled_at IS NULL AND ((v_row.email IS NULL AND v_email IS NOT NULL)
                                    OR (v_row.full_name IS NULL AND v_name IS NOT NULL)) THEN
    UPDATE public.profiles p
       SET email = coalesce(p.email, v_email), full_name = coalesce(p.full_name, v_name)
     WHERE p.id = v_row.id
    RETURNING * INTO v_row;
  END IF;
  IF v_row.disabled_at IS NULL THEN
    RETURN QUERY SELECT v_row.id, v_row.email, v_row.full_name, v_row.is_platform_admin, v_row.time_zone;
  END IF;
END $$;

-- A new workspace, its caller the owner.
CREATE FUNCTION app.create_workspace(p_name text) RETURNS public.workspaces
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_row public.workspaces;
BEGIN
  PERFORM FROM public.profiles p WHERE p.id = app.current_user_id() AND p.disabled_at IS NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'nobody is signed in' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO public.workspaces (name, created_by) VALUES (p_name, app.current_user_id()) RETURNING * INTO v_row;
  INSERT INTO public.workspace_members (workspace_id, user_id, role)
  VALUES (v_row.id, app.current_user_id(), 'owner');
  RETURN v_row;
END $$;

-- The workspace that an invitation's secret opens to the caller; NULL where it is unknown, used, revoked or late.
CREATE FUNCTION app.accept_invitation(p_token_hash bytea) RETURNS uuid
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_invitation public.workspace_invitations;
BEGIN
  PERFORM FROM public.profiles p WHERE p.id = app.current_user_id() AND p.disabled_at IS NULL;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  UPDATE public.workspace_invitations i SET accepted_at = now()
   WHERE i.token_hash = p_token_hash AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now()
  RETURNING * INTO v_invitation;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  INSERT INTO public.workspace_members (workspace_id, user_id, role)
  VALUES (v_invitation.workspace_id, app.current_user_id(), v_invitation.role)
  ON CONFLICT (workspace_id, user_id) DO NOTHING;
  RETURN v_invitation.workspace_id;
END $$;

-- A workspace keeps at least one owner. The row lock makes two owners who leave at once wait for each other.
CREATE FUNCTION app.keep_an_owner() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM FROM public.workspaces w WHERE w.id = OLD.workspace_id FOR UPDATE;
  IF FOUND AND NOT EXISTS (SELECT FROM public.workspace_members m
                            WHERE m.workspace_id = OLD.workspace_id AND m.role = 'owner') THEN
    RAISE EXCEPTION 'a workspace keeps at least one owner'
      USING ERRCODE = 'check_violation', TABLE = 'workspace_members', CONSTRAINT = 'workspace_members_keep_an_owner';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER keep_an_owner AFTER UPDATE OR DELETE ON workspace_members
  FOR EACH ROW WHEN (OLD.role = 'owner') EXECUTE FUNCTION app.keep_an_owner();

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA app FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  app.current_user_id(), app.current_workspace_id(), app.my_workspace_ids(), app.my_workspace_ids_as(text[]),
  app.is_member(uuid), app.is_admin(uuid), app.is_platform_admin(), app.ensure_profile(text, text, text, text),
  app.create_workspace(text), app.accept_invitation(bytea)
TO switchboard_app;

-- Nobody but definer functions sees an issuer, a subject, or who is a platform admin.
GRANT SELECT (id, email, full_name, avatar_url, time_zone, created_at, updated_at),
      UPDATE (full_name, avatar_url, time_zone) ON profiles TO switchboard_app;
GRANT SELECT, UPDATE (name), DELETE ON workspaces TO switchboard_app;
GRANT SELECT, UPDATE (role), DELETE ON workspace_members TO switchboard_app;
GRANT SELECT, INSERT, UPDATE (revoked_at), DELETE ON workspace_invitations TO switchboard_app;

ALTER TABLE profiles ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON profiles TO switchboard_owner USING (true) WITH CHECK (true);
-- workspace_members' own policy limits the inner query to the caller's workspaces.
CREATE POLICY self_and_colleagues_select ON profiles FOR SELECT TO switchboard_app
  USING (id = (SELECT app.current_user_id()) OR id IN (SELECT m.user_id FROM workspace_members m));
CREATE POLICY self_update ON profiles FOR UPDATE TO switchboard_app
  USING (id = (SELECT app.current_user_id()));

ALTER TABLE workspaces ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON workspaces TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_select ON workspaces FOR SELECT TO switchboard_app
  USING (id = ANY (ARRAY(SELECT app.my_workspace_ids())));
CREATE POLICY admins_update ON workspaces FOR UPDATE TO switchboard_app
  USING (id = ANY (ARRAY(SELECT app.my_workspace_ids_as('owner', 'admin'))));
CREATE POLICY owners_delete ON workspaces FOR DELETE TO switchboard_app
  USING (id = ANY (ARRAY(SELECT app.my_workspace_ids_as('owner'))));

-- Nobody inserts a membership: app.create_workspace and app.accept_invitation do. Only owners touch owners.
ALTER TABLE workspace_members ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON workspace_members TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY members_select ON workspace_members FOR SELECT TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids())));
CREATE POLICY admins_update ON workspace_members FOR UPDATE TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids_as('owner')))
         OR (role <> 'owner' AND workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids_as('admin')))));
CREATE POLICY self_and_admins_delete ON workspace_members FOR DELETE TO switchboard_app
  USING (user_id = (SELECT app.current_user_id())
         OR workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids_as('owner')))
         OR (role <> 'owner' AND workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids_as('admin')))));

ALTER TABLE workspace_invitations ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON workspace_invitations TO switchboard_owner USING (true) WITH CHECK (true);
CREATE POLICY admins_select ON workspace_invitations FOR SELECT TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids_as('owner', 'admin'))));
CREATE POLICY admins_insert ON workspace_invitations FOR INSERT TO switchboard_app
  WITH CHECK (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids_as('owner', 'admin')))
              AND invited_by = (SELECT app.current_user_id()) AND accepted_at IS NULL);
CREATE POLICY admins_update ON workspace_invitations FOR UPDATE TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids_as('owner', 'admin'))));
CREATE POLICY admins_delete ON workspace_invitations FOR DELETE TO switchboard_app
  USING (workspace_id = ANY (ARRAY(SELECT app.my_workspace_ids_as('owner', 'admin'))));
