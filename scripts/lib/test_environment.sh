# shellcheck shell=bash
# What tests find in their environment, and the throw-away Postgres behind it:
#
#   TEST_DATABASE_URL, TEST_OWNER_DATABASE_URL   a migrated and seeded database, for tests that leave no trace in it
#   TEST_ADMIN_DATABASE_URL, TEST_PG_DIR         the cluster's superuser, and its folder for scripts/pg createdb
#   CLAUDE_CLI_PATH                              the real Claude CLI
#   ASAN_OPTIONS, UBSAN_OPTIONS, … (all four)    every finding is fatal, with symbols
# shellcheck source=database.sh
source "$(dirname "${BASH_SOURCE[0]}")/database.sh"

test_pg=$local_dir/test-pg

# start_test_database BIN: a fresh cluster, brought up and seeded with the programs in BIN. One run at a time.
start_test_database() {
  local urls
  exec 9>"$local_dir/test.lock"
  flock -n 9 || die "another make test is at work here"
  trap stop_test_database EXIT
  "$root/scripts/pg" reset "$test_pg" >/dev/null
  urls=$("$root/scripts/pg" start --fast "$test_pg" | sed 's/^/export TEST_/')
  # shellcheck disable=SC1090
  source <(printf '%s\n' "$urls")
  export TEST_PG_DIR=$test_pg CLAUDE_CLI_PATH=$claude_program
  OWNER_DATABASE_URL=$TEST_OWNER_DATABASE_URL "$1/switchboard-migrate" --directory "$root/alembic-compatible-sql" up >/dev/null
  psql_as "$TEST_OWNER_DATABASE_URL" --output=/dev/null --file="$root/db/seed.sql"
}

stop_test_database() {
  trap - EXIT
  "$root/scripts/pg" reset "$test_pg" >/dev/null
}

export_sanitizer_options() {
  local symbolizer
  symbolizer=$(command -v llvm-symbolizer-19) || die "llvm-symbolizer-19 is missing: scripts/install-deps test"
  export ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=1:strict_string_checks=1
  export LSAN_OPTIONS=suppressions=$root/tests/support/lsan.supp:print_suppressions=0
  export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
  export TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1:external_symbolizer_path=$symbolizer
  export ASAN_SYMBOLIZER_PATH=$symbolizer UBSAN_SYMBOLIZER_PATH=$symbolizer
}
