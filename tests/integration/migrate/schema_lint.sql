-- What must hold for every table, policy, function and role, whatever a later revision adds. pgTAP, run as the
-- superuser; a failing check lists what breaks it.
\set ON_ERROR_STOP on
BEGIN;
SELECT no_plan();

CREATE TEMP VIEW our_tables AS
  SELECT c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relacl, c.relowner
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> 'alembic_version';
CREATE TEMP VIEW our_functions AS
  SELECT p.* FROM pg_proc p WHERE p.pronamespace IN ('public'::regnamespace, 'app'::regnamespace, 'query'::regnamespace);
CREATE TEMP VIEW our_policies AS
  SELECT t.relname, p.polname, p.polcmd, p.polroles, p.polpermissive,
         coalesce(pg_get_expr(p.polqual, p.polrelid), '') || ' ' || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '') AS expression
    FROM pg_policy p JOIN our_tables t ON t.oid = p.polrelid;
CREATE TEMP VIEW our_foreign_keys AS
  SELECT k.conname, k.conrelid, k.confrelid, k.conkey,
         ARRAY(SELECT a.attname::text FROM unnest(k.conkey) AS n JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = n) AS columns
    FROM pg_constraint k JOIN our_tables t ON t.oid = k.conrelid WHERE k.contype = 'f';

SELECT cmp_ok((SELECT count(*) FROM our_tables), '>=', 28::bigint, 'there are tables to look at');

-- Row-level security.
SELECT is_empty('SELECT relname FROM our_tables WHERE NOT (relrowsecurity AND relforcerowsecurity)',
  'row-level security is enabled and forced on every table');
SELECT is_empty($$SELECT relname FROM our_tables t WHERE NOT EXISTS (
    SELECT FROM pg_policy p WHERE p.polrelid = t.oid AND p.polname = 'owner_all' AND p.polroles = ARRAY['switchboard_owner'::regrole::oid])$$,
  'every table lets its owner in by name, or migrations would see nothing');
SELECT is_empty($$SELECT relname, polname FROM our_policies
    WHERE polroles <> ARRAY['switchboard_app'::regrole::oid] AND (polname <> 'owner_all' OR polroles <> ARRAY['switchboard_owner'::regrole::oid])
      AND (polname <> 'query_select' OR polcmd <> 'r' OR polroles <> ARRAY['switchboard_query'::regrole::oid])$$,
  'every other policy is for switchboard_app, or for what switchboard_query may select');
SELECT is_empty($$SELECT relname FROM our_tables t WHERE has_any_column_privilege('switchboard_query', t.oid, 'SELECT')
      <> EXISTS (SELECT FROM our_policies p WHERE p.relname = t.relname AND p.polname = 'query_select')$$,
  'agents'' SQL reads where a policy speaks of it, and only there');
SELECT is_empty($$SELECT q.tablename, q.qual FROM pg_policies q WHERE q.policyname = 'query_select' AND q.qual <> (
    SELECT string_agg(p.qual, ' OR ' ORDER BY p.policyname) FROM pg_policies p
     WHERE p.tablename = q.tablename AND p.roles = '{switchboard_app}' AND p.cmd IN ('SELECT', 'ALL'))$$,
  'agents'' SQL sees what its user sees in the application');
SELECT is_empty($$SELECT relname, verb FROM our_tables, unnest('{INSERT,UPDATE,REFERENCES}'::text[]) AS verb
    WHERE has_any_column_privilege('switchboard_query', oid, verb) OR has_table_privilege('switchboard_query', oid, 'DELETE, TRUNCATE, TRIGGER')$$,
  'agents'' SQL changes nothing');
SELECT set_eq($$SELECT proname::text FROM our_functions WHERE pronamespace = 'app'::regnamespace AND has_function_privilege('switchboard_query', oid, 'EXECUTE')
      AND NOT has_function_privilege('public', oid, 'EXECUTE')$$,
  '{current_user_id,current_workspace_id,query_identity,my_workspace_ids,my_workspace_ids_as,my_channel_ids}'::text[],
  'agents'' SQL can call what its policies call');
SELECT is_empty($$SELECT relname, polname FROM our_policies WHERE polname <> 'owner_all' AND expression !~ 'app\.'$$,
  'every policy of the app asks who is asking');
SELECT is_empty($$SELECT relname, polname, expression FROM our_policies
    WHERE regexp_count(expression, 'app\.\w+\(') <> regexp_count(expression, 'SELECT app\.\w+\(')$$,
  'policies ask once a statement, not once a row');
SELECT is_empty($$SELECT t.relname, verb.name FROM our_tables t,
    (VALUES ('SELECT', 'r'), ('INSERT', 'a'), ('UPDATE', 'w'), ('DELETE', 'd')) AS verb (name, cmd)
    WHERE (has_table_privilege('switchboard_app', t.oid, verb.name)
           OR verb.name <> 'DELETE' AND has_any_column_privilege('switchboard_app', t.oid, verb.name))
      <> EXISTS (SELECT FROM our_policies p WHERE p.relname = t.relname AND p.polname <> 'owner_all' AND p.polcmd IN ('*', verb.cmd::"char"))
      AND NOT (EXISTS (SELECT FROM our_policies p WHERE p.relname = t.relname AND p.polname <> 'owner_all' AND p.polcmd = '*'))$$,
  'a verb is granted where a policy speaks of it, and only there');
SELECT is_empty($$SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace IN ('public'::regnamespace, 'app'::regnamespace)
    AND NOT coalesce(reloptions @> '{security_invoker=true}', false)$$,
  'no view sees more than who asks it');

-- Roles.
SELECT is_empty($$SELECT rolname FROM pg_roles WHERE rolname IN ('switchboard_owner', 'switchboard_app', 'switchboard_query')
    AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)$$,
  'neither role can bypass anything');
SELECT is_empty($$SELECT roleid::regrole, member::regrole FROM pg_auth_members
    WHERE member::regrole::text LIKE 'switchboard%' OR roleid::regrole::text LIKE 'switchboard%'$$,
  'neither role is, or has, a member');
SELECT is_empty($$SELECT classid::regclass, objid FROM pg_shdepend 
    WHERE refobjid IN ('switchboard_app'::regrole, 'switchboard_query'::regrole) AND deptype = 'o'$$, 'who serves owns nothing');
SELECT is_empty($$SELECT relname FROM our_tables WHERE relowner <> 'switchboard_owner'::regrole$$, 'switchboard_owner owns every table');
SELECT is_empty($$SELECT relname, privilege FROM our_tables, unnest('{TRUNCATE,REFERENCES,TRIGGER}'::text[]) AS privilege
    WHERE has_table_privilege('switchboard_app', oid, privilege)$$, 'switchboard_app can neither truncate nor hook');
SELECT is_empty($$SELECT relname FROM our_tables, aclexplode(relacl) AS a WHERE a.grantee = 0$$, 'no table is open to PUBLIC');
SELECT is_empty($$SELECT nspname FROM pg_namespace WHERE nspname IN ('public', 'app') AND has_schema_privilege('switchboard_app', oid, 'CREATE')$$,
  'switchboard_app creates nothing in any schema');
SELECT ok(NOT has_database_privilege('switchboard_app', current_database(), 'CREATE, TEMP'), 'nor in the database');
SELECT ok(NOT has_database_privilege('switchboard_query', current_database(), 'CREATE, TEMP'), 'nor does agents'' SQL');
SELECT ok(NOT has_table_privilege('switchboard_query', 'app.query_keys', 'SELECT') AND NOT has_table_privilege('switchboard_app', 'app.query_keys', 'SELECT'),
  'nobody who serves reads the key of identities');

-- Functions.
SELECT is_empty($$SELECT oid::regprocedure FROM our_functions
    WHERE prosecdef AND NOT coalesce(proconfig @> ARRAY['search_path=pg_catalog, pg_temp'], false)$$, 'definer functions pin search_path');
SELECT is_empty($$SELECT oid::regprocedure FROM our_functions WHERE proowner <> 'switchboard_owner'::regrole$$, 'switchboard_owner owns every function');
SELECT is_empty($$SELECT oid::regprocedure FROM our_functions WHERE has_function_privilege('public', oid, 'EXECUTE')$$, 'no function is open to PUBLIC');
SELECT is_empty($$SELECT oid::regprocedure FROM our_functions
    WHERE prorettype = 'trigger'::regtype AND has_function_privilege('switchboard_app', oid, 'EXECUTE')$$, 'nobody calls a trigger''s function');

-- Tables.
SELECT set_eq($$SELECT relname::text FROM our_tables t WHERE NOT EXISTS (
    SELECT FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attname = 'workspace_id' AND a.attnotnull)$$,
  '{profiles,workspaces,departments,ai_agents,ai_agent_versions,agent_rules,model_prices,webhook_deliveries,rate_buckets}'::text[],
  'every table but these names its workspace');
SELECT is_empty($$SELECT k.conname FROM our_foreign_keys k
    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attname = 'workspace_id' JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attname = 'workspace_id'
    WHERE NOT k.columns && '{workspace_id,conversation_id}'$$, 'no foreign key can lead from one tenant to another');
SELECT is_empty($$SELECT k.conrelid::regclass, k.conname FROM our_foreign_keys k WHERE NOT EXISTS (
    SELECT FROM pg_index i WHERE i.indrelid = k.conrelid AND i.indpred IS NULL AND i.indkey[0] = ANY (k.conkey))$$, 'every foreign key has an index to be followed back by');
SELECT is_empty($$SELECT t.relname FROM our_tables t WHERE NOT EXISTS (SELECT FROM pg_attribute a
    WHERE a.attrelid = t.oid AND a.attname = 'created_at' AND a.attnotnull AND a.atttypid = 'timestamptz'::regtype)$$, 'every row knows when it was made');
SELECT is_empty($$SELECT t.relname FROM our_tables t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = 'updated_at' WHERE NOT EXISTS (
    SELECT FROM pg_trigger g WHERE g.tgrelid = t.oid AND g.tgfoid = 'app.touch_updated_at'::regproc)$$, 'updated_at is kept by a trigger');
SELECT is_empty($$SELECT t.relname, a.attname FROM our_tables t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0
    WHERE a.atttypid IN ('timestamp'::regtype, 'timetz'::regtype, 'money'::regtype, 'float8'::regtype, 'float4'::regtype)$$,
  'no time without a zone, no money in floating point');

SELECT * FROM finish();
ROLLBACK;
