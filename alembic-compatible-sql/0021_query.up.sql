-- revision: 0021
-- down_revision: 0020
-- SQL that an agent wrote runs as switchboard_query, a login role that is a member of nothing, owns nothing and may
-- select what policies show it. Any SQL can call set_config, so its identity is no bare setting: it is a token that the
-- application's role has signed here, for a minute, and that the policies' functions check. The key lies in a table that
-- neither role can read.

CREATE SCHEMA query;
COMMENT ON SCHEMA query IS 'What switchboard_query finds before the built-in functions of the same names: guarded against values without end.';

CREATE TABLE app.query_keys (
  id         integer PRIMARY KEY CHECK (id = 1),
  inner_pad  bytea NOT NULL CHECK (octet_length(inner_pad) = 64),
  outer_pad  bytea NOT NULL CHECK (octet_length(outer_pad) = 64),
  created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE app.query_keys IS 'The key of HMAC-SHA-256 (RFC 2104), as its two padded forms.';
ALTER TABLE app.query_keys ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON app.query_keys TO switchboard_owner USING (true) WITH CHECK (true);

-- A new key: every token of the old one is void.
CREATE FUNCTION app.renew_query_key() RETURNS void
  LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_key   bytea := sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8'));
  v_inner bytea := decode(repeat('36', 64), 'hex');
  v_outer bytea := decode(repeat('5c', 64), 'hex');
BEGIN
  FOR i IN 0..31 LOOP
    v_inner := set_byte(v_inner, i, get_byte(v_key, i) # 54);
    v_outer := set_byte(v_outer, i, get_byte(v_key, i) # 92);
  END LOOP;
  INSERT INTO app.query_keys (id, inner_pad, outer_pad) VALUES (1, v_inner, v_outer)
  ON CONFLICT (id) DO UPDATE SET inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad, created_at = now();
END $$;
SELECT app.renew_query_key();

-- The caller in one of his workspaces, as a token for a minute; NULL where he is no member.
CREATE FUNCTION app.sign_query(p_workspace_id uuid) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_claims text;
  v_key    app.query_keys;
BEGIN
  IF session_user = 'switchboard_query' OR p_workspace_id IS NULL
     OR p_workspace_id NOT IN (SELECT app.my_workspace_ids()) THEN
    RETURN NULL;
  END IF;
  SELECT * INTO STRICT v_key FROM app.query_keys;
  v_claims := app.current_user_id() || '.' || p_workspace_id || '.' || floor(extract(epoch FROM clock_timestamp()) + 60);
  RETURN v_claims || '.' || encode(sha256(v_key.outer_pad || sha256(v_key.inner_pad || convert_to(v_claims, 'UTF8'))), 'hex');
END $$;

-- What the token of this transaction says: its part 1 is the user, 2 the workspace. NULL unless it is true and in time.
CREATE FUNCTION app.query_identity(p_part integer) RETURNS uuid
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_parts text[] := string_to_array(current_setting('switchboard.query_token', true), '.');
  v_key   app.query_keys;
BEGIN
  IF coalesce(array_length(v_parts, 1), 0) <> 4 OR v_parts[3] !~ '^[0-9]{1,12}$' THEN
    RETURN NULL;
  END IF;
  SELECT * INTO STRICT v_key FROM app.query_keys;
  IF v_parts[4] <> encode(sha256(v_key.outer_pad || sha256(v_key.inner_pad || convert_to(array_to_string(v_parts[1:3], '.'), 'UTF8'))), 'hex')
     OR v_parts[3]::bigint < extract(epoch FROM clock_timestamp()) THEN
    RETURN NULL;
  END IF;
  RETURN v_parts[p_part]::uuid;
END $$;

-- session_user is who logged in, whatever role or definer function is in force.
CREATE OR REPLACE FUNCTION app.current_user_id() RETURNS uuid
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT CASE WHEN session_user = 'switchboard_query' THEN app.query_identity(1)
                    ELSE nullif(current_setting('switchboard.user_id', true), '')::uuid END $$;
CREATE OR REPLACE FUNCTION app.current_workspace_id() RETURNS uuid
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT CASE WHEN session_user = 'switchboard_query' THEN app.query_identity(2)
                    ELSE nullif(current_setting('switchboard.workspace_id', true), '')::uuid END $$;

-- Text grows by joining: here only so far.
CREATE FUNCTION query.too_large() RETURNS text
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$ BEGIN RAISE EXCEPTION 'A text grew beyond 200,000 bytes. Join less, or shorten with left().'; END $$;

CREATE FUNCTION query.join_text(p_left text, p_right text) RETURNS text
  LANGUAGE sql STABLE STRICT
  AS $$ SELECT CASE WHEN pg_catalog.octet_length(p_left) + pg_catalog.octet_length(p_right) <= 200000
                    THEN p_left OPERATOR(pg_catalog.||) p_right ELSE query.too_large() END $$;
CREATE OPERATOR query.|| (LEFTARG = text, RIGHTARG = text, FUNCTION = query.join_text);

CREATE FUNCTION query.append_text(p_all text, p_next text, p_between text) RETURNS text
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF p_next IS NULL OR p_all IS NULL THEN
    RETURN coalesce(p_all, p_next);
  END IF;
  IF octet_length(p_all) + octet_length(p_next) + coalesce(octet_length(p_between), 0) > 200000 THEN
    RETURN query.too_large();
  END IF;
  RETURN p_all || coalesce(p_between, '') || p_next;
END $$;
CREATE AGGREGATE query.string_agg(text, text) (SFUNC = query.append_text, STYPE = text);

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA query FROM PUBLIC;
REVOKE ALL ON FUNCTION app.renew_query_key(), app.sign_query(uuid), app.query_identity(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.sign_query(uuid), app.query_identity(integer) TO switchboard_app;
GRANT USAGE ON SCHEMA app, query TO switchboard_query;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA query TO switchboard_query;
GRANT EXECUTE ON FUNCTION app.current_user_id(), app.current_workspace_id(), app.query_identity(integer), app.my_workspace_ids(),
  app.my_workspace_ids_as(text[]), app.my_channel_ids() TO switchboard_query;

-- A query shows what the application would show the same user. Secrets, sessions, the audit and what runs the server
-- are not among these tables, nor columns that are nobody's business.
GRANT SELECT (id, email, full_name, time_zone) ON profiles TO switchboard_query;
GRANT SELECT (id, name, created_at) ON workspaces TO switchboard_query;
GRANT SELECT (id, workspace_id, name, description, model, is_active, hired_at, unhired_at, created_by) ON agents TO switchboard_query;
GRANT SELECT (id, workspace_id, agent_id, user_id, title, total_input_tokens, total_output_tokens, total_cost_usd, created_at, updated_at)
  ON agent_conversations TO switchboard_query;
GRANT SELECT (id, ordinal, conversation_id, workspace_id, user_id, run_id, role, content, created_at) ON agent_messages TO switchboard_query;
GRANT SELECT (id, conversation_id, workspace_id, user_id, agent_id, status, model, input_tokens, output_tokens, cost_usd, turn_count, stop_reason,
              error_code, started_at, finished_at, created_at) ON agent_runs TO switchboard_query;
GRANT SELECT ON accounts, activities, agent_memories, agent_skill_assignments, agent_skills, agent_workflow_runs, agent_workflow_steps,
  agent_workflows, blocked_numbers, budgets, calls, categories, channel_members, channel_messages, channels, communication_outbox, companies,
  contacts, deals, direct_messages, exit_plan_steps, exit_plans, goal_updates, goals, knowledge_categories, kpi_values, kpis, leads,
  meeting_attendees, meetings, message_reactions, milestones, page_comments, page_templates, page_versions, pages, phone_numbers,
  pipeline_stages, pipelines, project_members, projects, sms_messages, sms_templates, task_comments, task_dependencies, tasks, time_entries,
  transactions, valuations, whiteboard_notes, whiteboards, workspace_departments, workspace_members TO switchboard_query;

DO $$
DECLARE
  v_table text;
  v_shown text;
BEGIN
  FOR v_table, v_shown IN
    SELECT p.tablename, string_agg('(' || p.qual || ')', ' OR ' ORDER BY p.policyname)
      FROM pg_policies p
      JOIN pg_class c ON c.relname = p.tablename AND c.relnamespace = 'public'::regnamespace
     WHERE p.schemaname = 'public' AND p.roles = '{switchboard_app}' AND p.cmd IN ('SELECT', 'ALL')
       AND has_any_column_privilege('switchboard_query', c.oid, 'SELECT')
     GROUP BY p.tablename ORDER BY p.tablename
  LOOP
    EXECUTE format('CREATE POLICY query_select ON public.%I FOR SELECT TO switchboard_query USING (%s)', v_table, v_shown);
  END LOOP;
END $$;
