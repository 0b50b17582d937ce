-- revision: 0021
-- down_revision: 0020

DO $$
DECLARE
  v_table text;
BEGIN
  FOR v_table IN SELECT p.tablename FROM pg_policies p WHERE p.schemaname = 'public' AND p.policyname = 'query_select' LOOP
    EXECUTE format('DROP POLICY query_select ON public.%I', v_table);
  END LOOP;
END $$;
-- A table's REVOKE takes its columns' privileges back too.
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM switchboard_query;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA app FROM switchboard_query;
REVOKE ALL ON SCHEMA app FROM switchboard_query;
CREATE OR REPLACE FUNCTION app.current_user_id() RETURNS uuid
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('switchboard.user_id', true), '')::uuid $$;
CREATE OR REPLACE FUNCTION app.current_workspace_id() RETURNS uuid
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('switchboard.workspace_id', true), '')::uuid $$;
DROP FUNCTION app.query_identity(integer);
DROP FUNCTION app.sign_query(uuid);
DROP FUNCTION app.renew_query_key();
DROP TABLE app.query_keys;
DROP SCHEMA query CASCADE;
