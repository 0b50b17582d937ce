# shellcheck shell=bash
# What the tests in this folder share: a throw-away cluster, databases in it, and checks that say what they expected.
# Needs SWITCHBOARD_MIGRATE, the program under test.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
# shellcheck source=../../../scripts/lib/schema_dump.sh
source "$root/scripts/lib/schema_dump.sh"
revisions=$root/alembic-compatible-sql
failures=0

# start_cluster: $scratch is a folder for the test, with a running cluster in $scratch/pg; both go away at the end.
start_cluster() {
  make_scratch
  "$root/scripts/pg" start --fast "$scratch/pg" >/dev/null
}

make_scratch() {
  scratch=$(mktemp -d /tmp/switchboard-test.XXXXXX)
  chmod 755 "$scratch"
  trap clean_up EXIT
}

clean_up() {
  if [[ -d $scratch/pg ]]; then "$root/scripts/pg" reset "$scratch/pg" >/dev/null; fi
  rm -rf "$scratch"
}

# new_database NAME: an empty one; sets DATABASE_URL, OWNER_DATABASE_URL and ADMIN_DATABASE_URL.
new_database() {
  local urls
  urls=$("$root/scripts/pg" createdb "$1" "$scratch/pg")
  # shellcheck disable=SC1090
  source <(printf '%s\n' "$urls")
  export DATABASE_URL OWNER_DATABASE_URL ADMIN_DATABASE_URL
}

migrate() {
  "$SWITCHBOARD_MIGRATE" --directory "$revisions" "$@"
}

alembic() {
  command alembic -c "$revisions/alembic.ini" "$@"
}

# query URL SQL: the rows, columns split by "|".
query() {
  psql -XAqt -v ON_ERROR_STOP=1 -d "$1" -c "$2"
}

# is EXPECTED ACTUAL WHAT
is() {
  if [[ $1 == "$2" ]]; then
    echo "ok - $3"
  else
    printf 'not ok - %s\n  expected: %s\n  got:      %s\n' "$3" "$1" "$2"
    ((failures += 1))
  fi
}

# matches PATTERN ACTUAL WHAT: bash's regular expressions.
matches() {
  if [[ $2 =~ $1 ]]; then
    echo "ok - $3"
  else
    printf 'not ok - %s\n  expected: %s\n  got:      %s\n' "$3" "$1" "$2"
    ((failures += 1))
  fi
}

# same_file EXPECTED ACTUAL WHAT: byte for byte.
same_file() {
  if cmp -s "$1" "$2"; then
    echo "ok - $3"
  else
    echo "not ok - $3"
    diff "$1" "$2" | head -n 20 || true
    ((failures += 1))
  fi
}

# fails COMMAND…: runs a command that must fail, and gives what it said.
fails() {
  local said
  if said=$("$@" 2>&1); then
    echo "it succeeded: $said"
  else
    echo "$said"
  fi
}

finish() {
  ((failures == 0)) || exit 1
  echo "all in order"
}
