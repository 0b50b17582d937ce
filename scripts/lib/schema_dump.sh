# shellcheck shell=bash
# A database's schema as text that depends on the schema alone.

# dump_schema URL: pg_dump's output without what differs from one run or minor version to the next.
dump_schema() {
  pg_dump --schema-only --dbname="$1" | sed -E '/^\\(un)?restrict /d; /^-- Dumped (from|by) /d'
}
