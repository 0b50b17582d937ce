#!/usr/bin/env bash
# switchboard-migrate as an operator meets it: status, targets, new revisions, failures told by file and line, several
# migrators at once, one killed in the middle.
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"
start_cluster
new_database main
revisions=$scratch/revisions
mkdir "$revisions"

write_revision() { # ID AFTER SLUG UP DOWN
  printf -- '-- revision: %s\n-- down_revision: %s\n%s\n' "$1" "$2" "$4" >"$revisions/$1_$3.up.sql"
  printf -- '-- revision: %s\n-- down_revision: %s\n%s\n' "$1" "$2" "$5" >"$revisions/$1_$3.down.sql"
}
write_revision 0001 none first 'CREATE TABLE first (id int);' 'DROP TABLE first;'
write_revision 0002 0001 second 'CREATE TABLE second (id int); CREATE INDEX ON second (id);' 'DROP TABLE second;'
write_revision 0003 0002 third 'CREATE TABLE third (id int);' 'DROP TABLE third;'
applied() { query "$OWNER_DATABASE_URL" "SELECT coalesce(string_agg(relname, ',' ORDER BY relname), '') FROM pg_class WHERE relname IN ('first', 'second', 'third', 'fourth')"; }

echo "# where it is, and where it goes"
is $'0001  pending  first\n0002  pending  second\n0003  pending  third' "$(migrate status)" "an empty database has everything before it"
is "" "$(query "$OWNER_DATABASE_URL" "SELECT to_regclass('alembic_version')")" "asking for the status changes nothing"
matches 'now at revision 0002$' "$(migrate up 0002)" "up to a revision"
is $'0001  applied  first\n0002  applied  second  (current)\n0003  pending  third' "$(migrate status)" "status shows what is applied"
matches 'now at revision 0003$' "$(migrate up)" "up to the newest"
is "already there: at revision 0003" "$(migrate up)" "a second time does nothing"
matches 'now at revision 0002$' "$(migrate down)" "down by one"
is "first,second" "$(applied)" "down ran the down script"
matches 'now before the first revision$' "$(migrate down base)" "down to nothing"
is "" "$(applied)" "nothing remains"
matches 'no revision 0042' "$(fails migrate up 0042)" "an unknown target is refused"

echo "# failures"
migrate up >/dev/null
write_revision 0004 0003 fourth $'CREATE TABLE fourth (id int);\n\n-- a word; with a semicolon\nCREATE VIEW broken AS\n  SELECT nothing FROM fourth;' ''
matches "0004_fourth.up.sql:7: column \"nothing\" does not exist" "$(fails migrate up)" "a failure names file and line"
is "first,second,third" "$(applied)" "nothing of a failed revision stays"
matches '0003  applied  third  \(current\)' "$(migrate status)" "nor is it entered"
write_revision 0004 0003 fourth $'CREATE TABLE fourth (id int);\nCOMMIT;' ''
matches '0004_fourth.up.sql:4: .*no BEGIN' "$(fails migrate up)" "a revision cannot leave its transaction"
write_revision 0004 0003 fourth "SELECT 'open;" ''
matches '0004_fourth.up.sql:3: unterminated' "$(fails migrate up)" "an unterminated string is told by line"
write_revision 0004 0003 fourth $'DO $$ BEGIN\n  RAISE EXCEPTION \'full\' USING HINT = \'empty it\';\nEND $$;' ''
matches '0004_fourth.up.sql:3: full; empty it' "$(fails migrate up)" "an exception is told with its hint"
rm "$revisions/0004_fourth.down.sql"
matches '0004_fourth.up.sql: its .down.sql is missing' "$(fails migrate up)" "half a revision is refused"
rm "$revisions/0004_fourth.up.sql"
write_revision 0004 0002 fourth '' ''
matches '0004_fourth.up.sql:2: .*no branches' "$(fails migrate status)" "a branch is refused"
write_revision 0004 0009 fourth '' ''
matches '0004_fourth.up.sql:2: there is no revision 0009' "$(fails migrate status)" "a gap is refused"
printf 'SELECT 1;\n' >"$revisions/0004_fourth.up.sql"
matches '0004_fourth.up.sql:1: expected "-- revision: ' "$(fails migrate status)" "a missing header is refused"
rm "$revisions"/0004_*
query "$OWNER_DATABASE_URL" "UPDATE alembic_version SET version_num = 'elsewhere'"
matches 'the database is at revision elsewhere, which is not among these files' "$(fails migrate status)" "a foreign database is not touched"
query "$OWNER_DATABASE_URL" "UPDATE alembic_version SET version_num = '0003'"

echo "# no database"
matches 'set OWNER_DATABASE_URL' "$(OWNER_DATABASE_URL='' fails migrate up)" "no URL"
matches 'cannot reach the database: .*refused' "$(OWNER_DATABASE_URL=postgresql://a:secretword@127.0.0.1:1/x fails migrate up)" "nobody there"
wrong=$(OWNER_DATABASE_URL=${OWNER_DATABASE_URL/owner:/owner:secretword} fails migrate up)
matches 'password authentication failed' "$wrong" "wrong password"
is 0 "$(grep -c secretword <<<"$wrong" || true)" "no password in what it says"
matches 'run as switchboard_owner, not as postgres' "$(OWNER_DATABASE_URL=$ADMIN_DATABASE_URL fails "$SWITCHBOARD_MIGRATE" --directory "$root/alembic-compatible-sql" --database-url "${ADMIN_DATABASE_URL/%main/postgres}" up)" "the superuser does not migrate"

echo "# new revisions"
made=$(migrate new "Team channels, v2")
is "$revisions/0004_team_channels_v2.up.sql"$'\n'"$revisions/0004_team_channels_v2.down.sql" "$made" "a name becomes a pair of files"
is $'-- revision: 0004\n-- down_revision: 0003' "$(head -n 2 "$revisions/0004_team_channels_v2.up.sql")" "with its header"
matches 'now at revision 0004' "$(migrate up)" "which can be run at once"
matches 'needs a letter' "$(fails migrate new '!?')" "a name without a letter is refused"

echo "# where revisions are found"
mkdir -p "$scratch/prefix/bin" "$scratch/prefix/share/switchboard" "$scratch/tree"
ln "$SWITCHBOARD_MIGRATE" "$scratch/prefix/bin/" 2>/dev/null || cp "$SWITCHBOARD_MIGRATE" "$scratch/prefix/bin/"
cp -R "$revisions" "$scratch/prefix/share/switchboard/alembic-compatible-sql"
installed() { (cd "$scratch/tree" && "$scratch/prefix/bin/switchboard-migrate" "$@"); }
matches '0004  applied' "$(installed status)" "an installed program finds the installed revisions"
mkdir "$scratch/tree/alembic-compatible-sql"
matches 'alembic-compatible-sql: holds no revisions' "$(fails installed status)" "those of the folder one stands in go first"

echo "# several at once, and one that dies"
migrate down base >/dev/null
pids=()
for i in 1 2 3 4 5 6; do
  migrate up >"$scratch/up-$i.log" 2>&1 &
  pids+=($!)
done
ended=0
for pid in "${pids[@]}"; do wait "$pid" || ended=1; done
is 0 "$ended" "six migrators at once all succeed"
is "0004" "$(query "$OWNER_DATABASE_URL" "SELECT version_num FROM alembic_version")" "and the history was applied once"
is 4 "$(cat "$scratch"/up-*.log | grep -c ' ms$')" "each revision by one of them"

write_revision 0005 0004 slow 'CREATE TABLE fourth (id int); SELECT pg_sleep(60);' 'DROP TABLE fourth;'
migrate up >/dev/null 2>&1 &
victim=$!
for ((i = 0; i < 300; i++)); do
  [[ $(query "$ADMIN_DATABASE_URL" "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid()") == 0 ]] || break
  sleep 0.1
done
matches 'another migration is running' "$(fails migrate --lock-timeout 1 up)" "whoever waits too long is told why"
kill -KILL "$victim"
wait "$victim" 2>/dev/null || true
query "$ADMIN_DATABASE_URL" "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid()" >/dev/null
write_revision 0005 0004 slow 'CREATE TABLE fourth (id int);' 'DROP TABLE fourth;'
matches 'now at revision 0005' "$(migrate up)" "a killed migrator leaves whole revisions behind"
finish
