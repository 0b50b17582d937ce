-- revision: 0025
-- down_revision: 0024

DROP FUNCTION app.purge_idempotency_keys(integer);
DROP FUNCTION app.purge_events(bigint, integer);
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
  -- The stream of the run ends as every stream does: with one terminal event.
  UPDATE public.agent_conversations c SET last_seq = c.last_seq + 1
   WHERE c.id = v_run.conversation_id RETURNING c.last_seq INTO v_seq;
  UPDATE public.agent_runs r SET first_seq = coalesce(r.first_seq, v_seq), last_seq = v_seq WHERE r.id = p_run_id;
  INSERT INTO public.agent_run_events (conversation_id, seq, run_id, workspace_id, user_id, type, data)
  VALUES (v_run.conversation_id, v_seq, v_run.id, v_run.workspace_id, v_run.user_id, 'error',
          json_build_object('type', 'error', 'seq', v_seq, 'message', p_message, 'code', p_code, 'recoverable', true));
  RETURN true;
END $$;
DROP INDEX agent_runs_kept_events;
ALTER TABLE agent_runs DROP COLUMN events_purged_at;
ALTER TABLE agent_conversations DROP COLUMN reserved_seq;
