-- revision: 0025
-- down_revision: 0024
-- Event numbers that are never given twice, and events that are not kept for ever.

ALTER TABLE agent_conversations ADD COLUMN reserved_seq bigint NOT NULL DEFAULT 0 CHECK (reserved_seq >= 0);
COMMENT ON COLUMN agent_conversations.reserved_seq IS
  'Event numbers up to here are some server''s to give: a client may have seen them, whether their events were kept or not. Servers reserve them in blocks ahead of use, and give back what the conversation''s last run left.';
ALTER TABLE agent_runs ADD COLUMN events_purged_at timestamptz;
COMMENT ON COLUMN agent_runs.events_purged_at IS 'When its events were deleted for their age.';
CREATE INDEX agent_runs_kept_events ON agent_runs (finished_at)
  WHERE finished_at IS NOT NULL AND events_purged_at IS NULL;

CREATE OR REPLACE FUNCTION app.abandon_run(p_run_id uuid, p_code text, p_message text) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_run public.agent_runs;
  v_seq bigint;
BEGIN
  UPDATE public.agent_runs r
     SET status = 'failed', error_code = p_code, error_message = p_message, finished_at = now()
   WHERE r.id = p_run_id AND r.finished_at IS NULL
  RETURNING * INTO v_run;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  -- The stream of the run ends as every stream does: with one terminal event, above all that may have been seen.
  UPDATE public.agent_conversations c
     SET last_seq = greatest(c.last_seq, c.reserved_seq) + 1, reserved_seq = greatest(c.last_seq, c.reserved_seq) + 1
   WHERE c.id = v_run.conversation_id RETURNING c.last_seq INTO v_seq;
  UPDATE public.agent_runs r SET first_seq = coalesce(r.first_seq, v_seq), last_seq = v_seq WHERE r.id = p_run_id;
  INSERT INTO public.agent_run_events (conversation_id, seq, run_id, workspace_id, user_id, type, data)
  VALUES (v_run.conversation_id, v_seq, v_run.id, v_run.workspace_id, v_run.user_id, 'error',
          json_build_object('type', 'error', 'seq', v_seq, 'message', p_message, 'code', p_code, 'recoverable', true));
  RETURN true;
END $$;

-- Deletes the events of at most p_runs runs that ended more than p_keep_seconds ago, oldest first, and says of how many;
-- 0 too while another server is at it. A run that has not ended keeps its events.
CREATE FUNCTION app.purge_events(p_keep_seconds bigint, p_runs integer) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_runs uuid[];
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtextextended('switchboard.purge', 0)) THEN
    RETURN 0;
  END IF;
  SELECT array_agg(o.id) INTO v_runs
    FROM (SELECT r.id FROM public.agent_runs r
           WHERE r.finished_at < now() - make_interval(secs => p_keep_seconds) AND r.events_purged_at IS NULL
           ORDER BY r.finished_at LIMIT p_runs FOR UPDATE SKIP LOCKED) o;
  IF v_runs IS NULL THEN
    RETURN 0;
  END IF;
  DELETE FROM public.agent_run_events e WHERE e.run_id = ANY (v_runs);
  UPDATE public.agent_runs r SET events_purged_at = now() WHERE r.id = ANY (v_runs);
  RETURN cardinality(v_runs);
END $$;

-- Deletes at most p_rows keys that have expired, and says how many.
CREATE FUNCTION app.purge_idempotency_keys(p_rows integer) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_count integer;
BEGIN
  DELETE FROM public.idempotency_keys k
   WHERE (k.user_id, k.key) IN (SELECT o.user_id, o.key FROM public.idempotency_keys o WHERE o.expires_at < now()
                                 ORDER BY o.expires_at LIMIT p_rows FOR UPDATE SKIP LOCKED);
  GET DIAGNOSTICS v_count = ROW_COUNT;
  RETURN v_count;
END $$;

REVOKE ALL ON FUNCTION app.purge_events(bigint, integer), app.purge_idempotency_keys(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.purge_events(bigint, integer), app.purge_idempotency_keys(integer) TO switchboard_app;
