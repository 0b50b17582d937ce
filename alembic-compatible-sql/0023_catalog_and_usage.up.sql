-- revision: 0023
-- down_revision: 0022
-- What a workspace has used. Runs are their user's alone; sums of them are the workspace's admins' too.

COMMENT ON TABLE ai_agents IS
  'A catalog agent: a global definition that workspaces hire. Once published, its definition is that of published_version; newer drafts are in ai_agent_versions.';

-- Runs from the first to the last day (UTC) by day, agent, user and model: all of the workspace for its admins, their own
-- for other members, NULL for everybody else.
CREATE FUNCTION app.workspace_usage(p_workspace_id uuid, p_from date, p_to date, p_limit integer, p_offset integer)
  RETURNS json LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_only uuid := CASE WHEN NOT app.is_admin(p_workspace_id) THEN app.current_user_id() END;
BEGIN
  IF NOT app.is_member(p_workspace_id) THEN
    RETURN NULL;
  END IF;
  RETURN (
    WITH used AS (
      SELECT (r.created_at AT TIME ZONE 'UTC')::date AS day, r.agent_id, r.user_id, r.model, count(*) AS runs,
             sum(r.input_tokens) AS input_tokens, sum(r.output_tokens) AS output_tokens,
             sum(r.cache_read_tokens) AS cache_read_tokens, sum(r.cache_write_tokens) AS cache_write_tokens,
             sum(r.cost_usd) AS cost_usd
        FROM public.agent_runs r
       WHERE r.workspace_id = p_workspace_id AND r.finished_at IS NOT NULL
         AND r.created_at >= p_from::timestamp AT TIME ZONE 'UTC'
         AND r.created_at < (p_to + 1)::timestamp AT TIME ZONE 'UTC'
         AND (v_only IS NULL OR r.user_id = v_only)
       GROUP BY 1, 2, 3, 4),
    shown AS (
      SELECT u.day, u.agent_id, a.name AS agent_name, u.user_id, p.email AS user_email, u.model, u.runs, u.input_tokens,
             u.output_tokens, u.cache_read_tokens, u.cache_write_tokens, u.cost_usd
        FROM used u JOIN public.agents a ON a.id = u.agent_id JOIN public.profiles p ON p.id = u.user_id
       ORDER BY u.day DESC, a.name, p.email, u.model, u.agent_id, u.user_id LIMIT p_limit OFFSET p_offset)
    SELECT json_build_object(
      'usage', coalesce((SELECT json_agg(row_to_json(s)) FROM shown s), '[]'),
      'total', (SELECT count(*) FROM used),
      'totals', (SELECT json_build_object(
        'runs', coalesce(sum(u.runs), 0), 'input_tokens', coalesce(sum(u.input_tokens), 0),
        'output_tokens', coalesce(sum(u.output_tokens), 0), 'cache_read_tokens', coalesce(sum(u.cache_read_tokens), 0),
        'cache_write_tokens', coalesce(sum(u.cache_write_tokens), 0), 'cost_usd', coalesce(sum(u.cost_usd), 0))
        FROM used u)));
END $$;
REVOKE ALL ON FUNCTION app.workspace_usage(uuid, date, date, integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.workspace_usage(uuid, date, date, integer, integer) TO switchboard_app;
