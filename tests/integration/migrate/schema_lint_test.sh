#!/usr/bin/env bash
# Runs schema_lint.sql over the newest schema, and then over schemas with a fault each, which it must find.
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"
start_cluster
here=$(cd "$(dirname "$0")" && pwd)

# lint DATABASE: the TAP lines.
lint() {
  PGOPTIONS='--search_path=tap,public --client_min_messages=warning' \
    psql -XAqt -d "${ADMIN_DATABASE_URL%/*}/$1" -f "$here/schema_lint.sql" 2>&1
}

new_database clean
migrate up >/dev/null
query "$ADMIN_DATABASE_URL" 'CREATE SCHEMA tap; CREATE EXTENSION pgtap SCHEMA tap'
said=$(lint clean)
echo "$said"
is "" "$(grep -vE '^ok |^1\.\.|^$' <<<"$said" || true)" "the schema keeps its rules"

# finds WHAT SQL: breaks a copy of the schema, and expects exactly the check WHAT to fail.
finds() {
  local postgres=${ADMIN_DATABASE_URL%/*}/postgres
  query "$postgres" 'DROP DATABASE IF EXISTS faulty' 2>/dev/null
  query "$postgres" 'CREATE DATABASE faulty TEMPLATE clean OWNER switchboard_owner'
  query "$postgres" 'REVOKE ALL ON DATABASE faulty FROM PUBLIC'
  query "${ADMIN_DATABASE_URL%/*}/faulty" "SET ROLE switchboard_owner; $2" >/dev/null
  is "$1" "$(lint faulty | sed -nE 's/^not ok [0-9]+ - //p')" "a fault is found: $2"
}
finds 'row-level security is enabled and forced on every table' 'ALTER TABLE tasks NO FORCE ROW LEVEL SECURITY'
finds 'row-level security is enabled and forced on every table' 'ALTER TABLE tasks DISABLE ROW LEVEL SECURITY'
finds 'every table lets its owner in by name, or migrations would see nothing' 'DROP POLICY owner_all ON tasks'
finds 'every other policy is for switchboard_app, or for what switchboard_query may select' 'ALTER POLICY user_all ON integrations TO PUBLIC'
finds "agents' SQL sees what its user sees in the application" 'ALTER POLICY query_select ON direct_messages USING (workspace_id IN (SELECT app.my_workspace_ids()))'
finds 'nobody who serves reads the key of identities' 'GRANT SELECT ON app.query_keys TO switchboard_query'
finds 'every policy of the app asks who is asking' 'ALTER POLICY user_all ON integrations USING (true)'
finds 'policies ask once a statement, not once a row' 'ALTER POLICY user_all ON integrations USING (app.is_member(workspace_id))'
finds 'a verb is granted where a policy speaks of it, and only there' 'GRANT DELETE ON agents TO switchboard_app'
finds 'a verb is granted where a policy speaks of it, and only there' 'REVOKE INSERT ON agents FROM switchboard_app'
finds 'no view sees more than who asks it' 'CREATE VIEW every_task AS SELECT * FROM tasks'
finds 'neither role can bypass anything' 'RESET ROLE; ALTER ROLE switchboard_app BYPASSRLS'
query "$ADMIN_DATABASE_URL" 'ALTER ROLE switchboard_app NOBYPASSRLS'
finds 'neither role is, or has, a member' 'RESET ROLE; GRANT switchboard_owner TO switchboard_app'
query "$ADMIN_DATABASE_URL" 'REVOKE switchboard_owner FROM switchboard_app'
finds 'switchboard_app can neither truncate nor hook' 'GRANT TRUNCATE ON tasks TO switchboard_app'
finds 'no table is open to PUBLIC' 'GRANT SELECT ON tasks TO PUBLIC'
finds 'switchboard_app creates nothing in any schema' 'GRANT CREATE ON SCHEMA app TO switchboard_app'
finds 'nor in the database' 'RESET ROLE; GRANT TEMP ON DATABASE faulty TO switchboard_app'
finds 'definer functions pin search_path' 'ALTER FUNCTION app.is_platform_admin() RESET search_path'
finds 'no function is open to PUBLIC' 'GRANT EXECUTE ON FUNCTION app.is_member(uuid) TO PUBLIC'
finds 'every table but these names its workspace' 'ALTER TABLE tasks ALTER workspace_id DROP NOT NULL'
finds 'no foreign key can lead from one tenant to another' 'ALTER TABLE tasks ADD related_id uuid REFERENCES meetings; CREATE INDEX ON tasks (related_id)'
finds 'every foreign key has an index to be followed back by' 'DROP INDEX tasks_created_by'
finds 'every row knows when it was made' 'ALTER TABLE tasks DROP created_at'
finds 'updated_at is kept by a trigger' 'DROP TRIGGER touch ON tasks'
finds 'no time without a zone, no money in floating point' 'ALTER TABLE budgets ADD share float8'
finish
