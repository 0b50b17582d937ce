-- revision: 0018
-- down_revision: 0017
-- Users as Clerk and Supabase tell of them. Deliveries are remembered for a day, which is longer than any is accepted:
-- none counts twice.

CREATE TABLE webhook_deliveries (
  source      text NOT NULL CHECK (source IN ('clerk', 'supabase')),
  delivery_id text NOT NULL CHECK (octet_length(delivery_id) BETWEEN 1 AND 512),
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (source, delivery_id)
);
COMMENT ON TABLE webhook_deliveries IS 'Webhooks that were acted on, so that a replayed one is refused.';
CREATE INDEX webhook_deliveries_created_at ON webhook_deliveries (created_at);
ALTER TABLE webhook_deliveries ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON webhook_deliveries TO switchboard_owner USING (true) WITH CHECK (true);

ALTER TABLE profiles ADD identity_at timestamptz;
COMMENT ON COLUMN profiles.identity_at IS 'When the identity provider''s newest word became true; older words are ignored.';

-- A provider's time: milliseconds since 1970, or a timestamp; now for anything else.
CREATE FUNCTION app.provider_time(p_text text) RETURNS timestamptz
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF p_text ~ '^[0-9]{1,15}$' THEN
    RETURN to_timestamp(p_text::double precision / 1000);
  END IF;
  RETURN coalesce(p_text::timestamptz, now());
EXCEPTION WHEN data_exception THEN
  RETURN now();
END $$;

-- Brings one profile up to date: 'applied', 'stale' (something newer, or the user's end, is known) or 'replayed'. The
-- first token of a user and any number of webhooks may race: they meet in one row.
CREATE FUNCTION app.apply_user_event(p_source text, p_delivery text, p_issuer text, p_subject text, p_deleted boolean,
                                     p_email text, p_name text, p_avatar_url text, p_at text)
  RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_email  text := CASE WHEN char_length(p_email) BETWEEN 1 AND 320 THEN p_email END;
  v_name   text := nullif(left(p_name, 200), '');
  v_avatar text := CASE WHEN char_length(p_avatar_url) <= 2048 THEN p_avatar_url END;
  v_at     timestamptz := app.provider_time(p_at);
  v_id     uuid;
BEGIN
  DELETE FROM public.webhook_deliveries d WHERE d.created_at < now() - interval '1 day';
  INSERT INTO public.webhook_deliveries (source, delivery_id) VALUES (p_source, p_delivery) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    RETURN 'replayed';
  END IF;
  IF octet_length(p_subject) > 1024 THEN
    RETURN 'stale';
  END IF;
  IF NOT p_deleted THEN
    INSERT INTO public.profiles AS p (issuer, subject, email, full_name, avatar_url, identity_at)
    VALUES (p_issuer, p_subject, v_email, v_name, v_avatar, v_at)
    ON CONFLICT (issuer, subject) DO UPDATE
       SET email = excluded.email, full_name = coalesce(excluded.full_name, p.full_name),
           avatar_url = coalesce(excluded.avatar_url, p.avatar_url), identity_at = excluded.identity_at
     WHERE p.disabled_at IS NULL AND coalesce(p.identity_at <= excluded.identity_at, true);
    RETURN CASE WHEN FOUND THEN 'applied' ELSE 'stale' END;
  END IF;
  -- Also where nobody was yet: a token that is still good must not bring a deleted user to life.
  INSERT INTO public.profiles AS p (issuer, subject, disabled_at, identity_at) VALUES (p_issuer, p_subject, now(), v_at)
  ON CONFLICT (issuer, subject) DO UPDATE
     SET disabled_at = coalesce(p.disabled_at, now()), email = NULL, full_name = NULL, avatar_url = NULL,
         is_platform_admin = false, identity_at = excluded.identity_at
  RETURNING p.id INTO v_id;
  DELETE FROM public.workspace_members m
   WHERE m.user_id = v_id
     AND (m.role <> 'owner' OR EXISTS (SELECT FROM public.workspace_members o WHERE o.workspace_id = m.workspace_id
                                         AND o.role = 'owner' AND o.user_id <> v_id));
  RETURN 'applied';
END $$;

REVOKE ALL ON FUNCTION app.provider_time(text),
  app.apply_user_event(text, text, text, text, boolean, text, text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.apply_user_event(text, text, text, text, boolean, text, text, text, text) TO switchboard_app;
