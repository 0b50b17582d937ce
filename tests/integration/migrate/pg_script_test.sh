#!/usr/bin/env bash
# scripts/pg: a private cluster that starts once, keeps to itself, and ends every fault with one clear line.
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"
make_scratch
pg=$root/scripts/pg

lines() { wc -l <<<"$1"; }
mode_of() { stat -c %a "$1"; }
one_line() { # PATTERN SAID WHAT
  matches "$1" "$2" "$3"
  is 1 "$(lines "$2")" "$3: in one line"
}

echo "# start, again, stop"
one_line 'not running' "$(fails "$pg" status "$scratch/pg")" "status before the first start"
first=$("$pg" start --fast "$scratch/pg")
# shellcheck disable=SC1090
source <(printf '%s\n' "$first")
port=${DATABASE_URL##*:}
port=${port%%/*}
pid=$(head -n 1 "$scratch/pg/data/postmaster.pid")
is "$first" "$("$pg" start --fast "$scratch/pg")" "a second start prints the same URLs"
is "$pid" "$(head -n 1 "$scratch/pg/data/postmaster.pid")" "and starts nothing"
is "running on port $port" "$("$pg" status "$scratch/pg")" "status"
is "$DATABASE_URL" "$("$pg" url "$scratch/pg")" "url"
is "$OWNER_DATABASE_URL" "$("$pg" url "$scratch/pg" owner)" "url of the owner"
is stopped "$("$pg" stop "$scratch/pg")" "stop"
is "not running" "$("$pg" stop "$scratch/pg")" "stopping twice is no fault"
is "$first" "$("$pg" start --fast "$scratch/pg")" "port and passwords outlive a stop"

echo "# who gets in"
is 600 "$(mode_of "$scratch/pg/connection.env")" "the passwords are their owner's alone"
is 700 "$(mode_of "$scratch/pg/data")" "so is the data"
is switchboard_app "$(query "$DATABASE_URL" "SELECT current_user")" "the server's role"
is switchboard_owner "$(query "$OWNER_DATABASE_URL" "SELECT current_user")" "the owner's role"
is postgres "$(query "$ADMIN_DATABASE_URL" "SELECT current_user")" "the superuser, by socket"
admin_password=$(sed -n 's/^admin_password=//p' "$scratch/pg/connection.env")
matches 'pg_hba.conf rejects' "$(fails query "postgresql://postgres:$admin_password@127.0.0.1:$port/postgres" "SELECT 1")" "the superuser is refused over TCP"
matches 'password authentication failed' "$(fails query "postgresql://switchboard_app:guess@127.0.0.1:$port/switchboard" "SELECT 1")" "a wrong password is refused"
is scram-sha-256 "$(query "$ADMIN_DATABASE_URL" "SELECT DISTINCT left(rolpassword, 13) FROM pg_authid WHERE rolcanlogin" | tr '[:upper:]' '[:lower:]')" "passwords are kept as SCRAM verifiers"
is "127.0.0.1:$port" "$(ss -Hltn "sport = :$port" | awk '{print $4}')" "it listens on the loopback alone"
is "f|f|f|f|f" "$(query "$ADMIN_DATABASE_URL" "SELECT bool_or(rolsuper), bool_or(rolbypassrls), bool_or(rolcreaterole), bool_or(rolcreatedb), bool_or(rolreplication) FROM pg_roles WHERE rolname LIKE 'switchboard%'")" "neither role may more than log in"
is 0 "$(query "$ADMIN_DATABASE_URL" "SELECT count(*) FROM pg_auth_members WHERE member::regrole::text LIKE 'switchboard%'")" "nor is a member of any other"
matches 'permission denied' "$(fails query "$DATABASE_URL" "CREATE TABLE mine (id int)")" "the server's role creates nothing"
matches 'permission denied' "$(fails query "$DATABASE_URL" "CREATE TEMP TABLE mine (id int)")" "not even for a while"
if ((EUID == 0)); then runner=postgres; else runner=$(id -un); fi
is "$(id -u "$runner")" "$(stat -c %u "/proc/$(head -n 1 "$scratch/pg/data/postmaster.pid")")" "it runs as an unprivileged user"
is off "$(query "$ADMIN_DATABASE_URL" "SHOW fsync")" "--fast gives up durability"

echo "# one more database"
# shellcheck disable=SC1090
source <("$pg" createdb another "$scratch/pg")
is another "$(query "$DATABASE_URL" "SELECT current_database()")" "createdb"
matches 'no database name' "$(fails "$pg" createdb 'x; drop' "$scratch/pg")" "its name is checked"

echo "# faults"
"$pg" stop "$scratch/pg" >/dev/null
is durable "$("$pg" start "$scratch/pg" >/dev/null && [[ $(query "$ADMIN_DATABASE_URL" "SHOW fsync") == on ]] && echo durable)" "without --fast it is durable"
mkdir "$scratch/second"
one_line "port $port is busy" "$(fails "$pg" start --fast "$scratch/second/pg" "$port")" "a busy port"
one_line "runs on port $port; stop it first" "$(fails "$pg" start "$scratch/pg" 1)" "another port while it runs"
matches "running on port" "$("$pg" start --fast "$scratch/second/pg" >/dev/null && "$pg" status "$scratch/second/pg")" "the failed start heals with a free port"
"$pg" reset "$scratch/second/pg" >/dev/null
one_line 'not installed: apt-get install' "$(PG_BIN=/nowhere fails "$pg" start "$scratch/second/pg")" "no package"
one_line 'usage:' "$(fails "$pg" fly)" "an unknown command"
touch "$scratch/file"
one_line 'cannot create' "$(fails "$pg" start "$scratch/file/pg")" "a folder that cannot be"

kill -KILL "$(head -n 1 "$scratch/pg/data/postmaster.pid")"
for ((i = 0; i < 100; i++)); do "$pg" status "$scratch/pg" >/dev/null || break; sleep 0.1; done
"$pg" start "$scratch/pg" >/dev/null
is switchboard_app "$(query "$("$pg" url "$scratch/pg")" "SELECT current_user")" "it comes back after a kill"

if ((EUID == 0)) && mkdir "$scratch/small" && mount -t tmpfs -o size=300m tmpfs "$scratch/small" 2>/dev/null; then
  chmod 755 "$scratch/small"
  fallocate -l 150M "$scratch/small/fill"
  one_line 'the disk is full' "$(fails "$pg" start --fast "$scratch/small/pg")" "too small a disk to begin with"
  rm "$scratch/small/fill"
  "$pg" start --fast "$scratch/small/pg" >/dev/null
  "$pg" stop "$scratch/small/pg" >/dev/null
  dd if=/dev/zero of="$scratch/small/fill" bs=1M 2>/dev/null || true
  one_line '[Nn]o space left|the disk is full' "$(fails "$pg" start --fast "$scratch/small/pg")" "a disk that has become full"
  umount "$scratch/small"
else
  echo "# (only root can mount a small disk to fill)"
fi

if ((EUID == 0)); then
  mkdir -m 700 "$scratch/closed"
  hidden=$(mktemp -u "$scratch/closed/XXXXXX")
  said=$("$pg" start --fast "$hidden" 2>&1 >"$scratch/urls")
  one_line 'so the data lies in /var/lib/switchboard-pg/' "$said" "a folder that postgres cannot reach"
  # shellcheck disable=SC1091
  source "$scratch/urls"
  is switchboard_app "$(query "$DATABASE_URL" "SELECT current_user")" "the cluster runs all the same"
  elsewhere=$(readlink "$hidden")
  rm "$hidden"
  is "$(<"$scratch/urls")" "$("$pg" start --fast "$hidden" 2>/dev/null)" "and is found again when its link is lost"
  "$pg" reset "$hidden" >/dev/null
  is "" "$(ls -A "$elsewhere")" "reset leaves nothing of it"
  rmdir "$elsewhere"
fi

echo "# many at once, and the end"
"$pg" reset "$scratch/pg" >/dev/null
for i in 1 2 3 4; do "$pg" start --fast "$scratch/pg" >"$scratch/start-$i" & done
wait
is 1 "$(cat "$scratch"/start-? | grep -c '^DATABASE_URL=' | xargs -I{} test {} -eq 4 && sort -u "$scratch"/start-? | grep -c '^DATABASE_URL=')" "four starts at once are one"
touch "$scratch/pg/keep"
"$pg" reset "$scratch/pg" >/dev/null
is keep "$(ls "$scratch/pg")" "reset deletes what is its own and nothing else"
is deleted "$("$pg" reset "$scratch/pg")" "resetting nothing is no fault"
finish
