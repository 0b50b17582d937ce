-- revision: 0020
-- down_revision: 0019
-- A wish to end a run that reaches the server which drives it through the database, wherever that server is.

CREATE FUNCTION app.cancel_requests(p_server_id text) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT string_agg(r.id::text, ',') FROM public.agent_runs r
   WHERE r.finished_at IS NULL AND r.cancel_requested_at IS NOT NULL AND r.server_id = p_server_id
$$;
REVOKE ALL ON FUNCTION app.cancel_requests(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.cancel_requests(text) TO switchboard_app;
