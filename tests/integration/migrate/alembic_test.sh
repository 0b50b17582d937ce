#!/usr/bin/env bash
# switchboard-migrate and Debian's Alembic run the same files to the same schema, byte for byte, and take turns on one
# database. Every down script undoes exactly what its up script did.
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"
start_cluster

new_database ours
urls_of_ours=$OWNER_DATABASE_URL
new_database theirs
urls_of_theirs=$OWNER_DATABASE_URL
mapfile -t ids < <(find "$revisions" -name "*.up.sql" -printf "%f\n" | cut -d_ -f1 | sort)
is 1 "$((${#ids[@]} > 0))" "there are revisions"

echo "# up, each with its own program"
for id in "${ids[@]}"; do
  OWNER_DATABASE_URL=$urls_of_ours migrate up "$id" >/dev/null
  OWNER_DATABASE_URL=$urls_of_theirs alembic upgrade "$id"
  dump_schema "$urls_of_ours" >"$scratch/up-$id.sql"
  dump_schema "$urls_of_theirs" >"$scratch/their-up-$id.sql"
  same_file "$scratch/up-$id.sql" "$scratch/their-up-$id.sql" "up to $id: the same schema"
done
head=${ids[-1]}

echo "# down, each with the other's"
for ((i = ${#ids[@]} - 1; i > 0; i--)); do
  OWNER_DATABASE_URL=$urls_of_ours alembic downgrade -1
  OWNER_DATABASE_URL=$urls_of_theirs migrate down >/dev/null
  dump_schema "$urls_of_ours" >"$scratch/down.sql"
  dump_schema "$urls_of_theirs" >"$scratch/their-down.sql"
  same_file "$scratch/up-${ids[i - 1]}.sql" "$scratch/down.sql" "Alembic takes back ${ids[i]} to what was before"
  same_file "$scratch/up-${ids[i - 1]}.sql" "$scratch/their-down.sql" "we take back ${ids[i]} to what was before"
done
OWNER_DATABASE_URL=$urls_of_ours alembic downgrade base
OWNER_DATABASE_URL=$urls_of_theirs migrate down base >/dev/null
dump_schema "$urls_of_ours" >"$scratch/base.sql"
dump_schema "$urls_of_theirs" >"$scratch/their-base.sql"
same_file "$scratch/base.sql" "$scratch/their-base.sql" "both end with the same nothing"
is "alembic_version" "$(query "$urls_of_ours" "SELECT string_agg(relname, ',') FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")" "only Alembic's own table remains"
is 0 "$(query "$urls_of_ours" "SELECT count(*) FROM alembic_version")" "and it is empty"

echo "# and up again, programs swapped"
OWNER_DATABASE_URL=$urls_of_ours alembic upgrade head
OWNER_DATABASE_URL=$urls_of_theirs migrate up >/dev/null
dump_schema "$urls_of_ours" >"$scratch/head.sql"
dump_schema "$urls_of_theirs" >"$scratch/their-head.sql"
same_file "$scratch/up-$head.sql" "$scratch/head.sql" "Alembic's second time is the same"
same_file "$scratch/up-$head.sql" "$scratch/their-head.sql" "our second time is the same"
is "$head (head)" "$(OWNER_DATABASE_URL=$urls_of_theirs alembic current 2>/dev/null)" "Alembic knows where we brought it"
is "${#ids[@]}" "$(OWNER_DATABASE_URL=$urls_of_theirs alembic history | wc -l)" "Alembic lists the whole history"
matches "already there: at revision $head" "$(OWNER_DATABASE_URL=$urls_of_ours migrate up)" "we know where Alembic brought it"

new_database offline
OWNER_DATABASE_URL='' alembic upgrade head --sql 2>/dev/null >"$scratch/offline-script.sql"
psql -Xq -v ON_ERROR_STOP=1 -d "$OWNER_DATABASE_URL" -f "$scratch/offline-script.sql" >/dev/null
dump_schema "$OWNER_DATABASE_URL" >"$scratch/offline.sql"
same_file "$scratch/up-$head.sql" "$scratch/offline.sql" "the script that Alembic writes offline makes the same schema"
finish
