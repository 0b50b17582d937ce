-- revision: 0024
-- down_revision: 0023
-- Limits that all servers of one database share: token buckets, and how many runs may be under way.

-- Lost in a crash, which fills every bucket: so it needs no log.
CREATE UNLOGGED TABLE rate_buckets (
  kind       text NOT NULL CHECK (kind ~ '^[a-z]{1,32}$'),
  subject    text NOT NULL CHECK (octet_length(subject) BETWEEN 1 AND 64),
  full_at    timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (kind, subject)
) WITH (fillfactor = 50);
COMMENT ON TABLE rate_buckets IS 'Token buckets; only app.lease_tokens and app.lease_workspace_tokens touch them.';
COMMENT ON COLUMN rate_buckets.full_at IS 'When the bucket is full again, if nothing more is taken: that one time says how much is in it.';

ALTER TABLE rate_buckets ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON rate_buckets TO switchboard_owner USING (true) WITH CHECK (true);

-- Takes up to p_wanted tokens out of a bucket that holds p_burst and gains p_per_second. Says how many it took, and in
-- how many milliseconds there is one where it took none: "25 0".
CREATE FUNCTION app.lease_tokens(p_kind text, p_subject text, p_wanted integer, p_per_second numeric, p_burst numeric)
  RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_now    timestamptz;
  v_full   timestamptz;
  v_used   numeric;
  v_leased integer;
BEGIN
  INSERT INTO public.rate_buckets (kind, subject, full_at) VALUES (p_kind, p_subject, '-infinity') ON CONFLICT DO NOTHING;
  SELECT b.full_at INTO v_full FROM public.rate_buckets b WHERE b.kind = p_kind AND b.subject = p_subject FOR UPDATE;
  v_now := clock_timestamp();
  v_full := greatest(v_full, v_now);
  v_used := extract(epoch FROM v_full - v_now) * p_per_second;
  v_leased := greatest(least(p_wanted, floor(p_burst - v_used)), 0);
  IF v_leased = 0 THEN
    RETURN '0 ' || ceil((v_used + 1 - p_burst) / p_per_second * 1000);
  END IF;
  UPDATE public.rate_buckets b SET full_at = v_full + make_interval(secs => (v_leased / p_per_second)::float8)
   WHERE b.kind = p_kind AND b.subject = p_subject;
  -- A full bucket is the same as none.
  IF random() < 0.001 THEN
    DELETE FROM public.rate_buckets b WHERE b.full_at < v_now - interval '1 hour';
  END IF;
  RETURN v_leased || ' 0';
END $$;

-- The same of a workspace's bucket, for its members only; NULL for everybody else, who must not empty it.
CREATE FUNCTION app.lease_workspace_tokens(p_workspace_id uuid, p_wanted integer, p_per_second numeric, p_burst numeric)
  RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF NOT app.is_member(p_workspace_id) THEN
    RETURN NULL;
  END IF;
  RETURN app.lease_tokens('workspace', p_workspace_id::text, p_wanted, p_per_second, p_burst);
END $$;

-- Which limit one more run of the caller in a workspace would break; NULL for none. 0 is no limit. Runs of one
-- workspace are begun one after the other, so that none slips past; the lock ends with the transaction.
CREATE FUNCTION app.broken_run_limit(p_workspace_id uuid, p_user_runs integer, p_workspace_runs integer,
                                     p_user_runs_a_day integer, p_workspace_runs_a_day integer,
                                     p_workspace_cost_a_day numeric)
  RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_user  uuid := app.current_user_id();
  v_today timestamptz := date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC';
BEGIN
  IF NOT app.is_member(p_workspace_id) THEN
    RETURN NULL;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('agent_runs/' || p_workspace_id, 0));
  RETURN CASE
    WHEN p_user_runs > 0 AND p_user_runs <= (SELECT count(*) FROM public.agent_runs r
      WHERE r.finished_at IS NULL AND r.workspace_id = p_workspace_id AND r.user_id = v_user) THEN 'user_runs'
    WHEN p_workspace_runs > 0 AND p_workspace_runs <= (SELECT count(*) FROM public.agent_runs r
      WHERE r.finished_at IS NULL AND r.workspace_id = p_workspace_id) THEN 'workspace_runs'
    WHEN p_user_runs_a_day > 0 AND p_user_runs_a_day <= (SELECT count(*) FROM public.agent_runs r
      WHERE r.workspace_id = p_workspace_id AND r.created_at >= v_today AND r.user_id = v_user) THEN 'user_runs_a_day'
    WHEN p_workspace_runs_a_day > 0 AND p_workspace_runs_a_day <= (SELECT count(*) FROM public.agent_runs r
      WHERE r.workspace_id = p_workspace_id AND r.created_at >= v_today) THEN 'workspace_runs_a_day'
    WHEN p_workspace_cost_a_day > 0 AND p_workspace_cost_a_day <= (SELECT coalesce(sum(r.cost_usd), 0)
      FROM public.agent_runs r WHERE r.workspace_id = p_workspace_id AND r.created_at >= v_today) THEN 'workspace_cost_a_day'
  END;
END $$;
CREATE INDEX agent_runs_under_way ON agent_runs (workspace_id, user_id) WHERE finished_at IS NULL;

REVOKE ALL ON FUNCTION app.lease_tokens(text, text, integer, numeric, numeric),
  app.lease_workspace_tokens(uuid, integer, numeric, numeric),
  app.broken_run_limit(uuid, integer, integer, integer, integer, numeric) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.lease_tokens(text, text, integer, numeric, numeric),
  app.lease_workspace_tokens(uuid, integer, numeric, numeric),
  app.broken_run_limit(uuid, integer, integer, integer, integer, numeric) TO switchboard_app;
