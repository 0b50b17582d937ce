-- revision: 0009
-- down_revision: 0008
-- Ending runs that their own user can no longer end: the user has left the workspace, or the server that drove the run
-- is gone. Only a run that nobody has finished can be ended so, and only as failed.

CREATE FUNCTION app.abandon_run(p_run_id uuid, p_code text, p_message text) RETURNS boolean
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

-- What a starting server finds of a server that ran under its name before it: those runs cannot go on.
CREATE FUNCTION app.abandon_runs_of(p_server_id text) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_id uuid;
  v_count integer := 0;
BEGIN
  FOR v_id IN SELECT r.id FROM public.agent_runs r
               WHERE r.finished_at IS NULL AND r.server_id = p_server_id ORDER BY r.created_at LOOP
    IF app.abandon_run(v_id, 'server_restart', 'The server restarted during the turn.') THEN
      v_count := v_count + 1;
    END IF;
  END LOOP;
  RETURN v_count;
END $$;

REVOKE ALL ON FUNCTION app.abandon_run(uuid, text, text), app.abandon_runs_of(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.abandon_run(uuid, text, text), app.abandon_runs_of(text) TO switchboard_app;
