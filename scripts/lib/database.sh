# shellcheck shell=bash
# Talking to the database that `make up` chose: the embedded one, or that of DATABASE_URL and OWNER_DATABASE_URL.
# shellcheck source=settings.sh
source "$(dirname "${BASH_SOURCE[0]}")/settings.sh"

# load_database_urls: sets DATABASE_URL (the role that serves), OWNER_DATABASE_URL (the role that migrates) and
# QUERY_DATABASE_URL (the role that runs agents' own SQL; empty: they have none).
load_database_urls() {
  local urls
  urls=$(remembered database.env) || die "there is no database yet: make up"
  # shellcheck disable=SC1090
  source <(printf '%s\n' "$urls")
  QUERY_DATABASE_URL=${QUERY_DATABASE_URL:-}
  export DATABASE_URL OWNER_DATABASE_URL QUERY_DATABASE_URL
}

# psql_as URL ARGUMENT…: psql that stops at the first error, with the password in its environment: a command line can be
# read by everybody on the machine.
psql_as() {
  local url=$1 password=
  shift
  if [[ $url =~ ^(postgres(ql)?://[^:/@]+):([^@]*)@(.*)$ ]]; then
    password=${BASH_REMATCH[3]}
    url=${BASH_REMATCH[1]}@${BASH_REMATCH[4]}
  fi
  PGCONNECT_TIMEOUT=10 PGPASSWORD=$(printf '%b' "${password//%/\\x}") psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname="$url" "$@"
}
