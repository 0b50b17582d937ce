# shellcheck shell=bash
# The parts of scripts/pg. A cluster's folder holds connection.env (port and passwords; 0600), the cluster in data/, the
# server's log, and the Unix socket unless the path is too long for one.
# Postgres refuses to run as root: under root, all that it touches belongs to the user `postgres` of Debian's package.
# shellcheck source=process.sh
source "$(dirname "${BASH_SOURCE[0]}")/process.sh"

pg_bin=${PG_BIN:-/usr/lib/postgresql/15/bin}
pg_user=postgres

# pg_open DIR: decides where the cluster lies. Nothing is created yet.
pg_open() {
  [[ -x $pg_bin/initdb && -x $pg_bin/pg_ctl ]] || die "Postgres 15 is not installed: apt-get install postgresql-15"
  command -v psql >/dev/null || die "psql is not installed: apt-get install postgresql-client-15"
  pg_dir=$(realpath -m -- "$1")
}

# pg_lock: creates the folder and waits for any other scripts/pg at work in it.
pg_lock() {
  mkdir -p "$pg_dir" 2>/dev/null || die "cannot create $pg_dir"
  pg_dir=$(realpath -- "$pg_dir")
  pg_move_where_reachable
  exec 8>"$pg_dir/.lock" || die "cannot write to $pg_dir"
  flock -w 180 8 || die "another scripts/pg has been at work in $pg_dir for 3 minutes"
}

# Under root the folder may lie where the user postgres cannot go (/root, as a rule). Then a link takes its place, to a
# folder under /var/lib whose name is the same for the same DIR.
pg_move_where_reachable() {
  ((EUID == 0)) || return 0
  id "$pg_user" >/dev/null 2>&1 || die "the user $pg_user of Debian's package is missing: apt-get install postgresql-15"
  pg_run test -x "$pg_dir" && return
  local elsewhere
  elsewhere=/var/lib/switchboard-pg/$(printf '%s' "$pg_dir" | sha256sum | cut -c1-16)
  rmdir "$pg_dir" 2>/dev/null || die "the user $pg_user cannot reach $pg_dir, and it is not empty: make its parents traversable, or remove it"
  install -d -m 755 /var/lib/switchboard-pg "$elsewhere" || die "cannot create $elsewhere"
  ln -s "$elsewhere" "$pg_dir"
  pg_dir=$elsewhere
  echo "note: the user $pg_user cannot reach the folder asked for, so the data lies in $elsewhere" >&2
}

# pg_run COMMAND…: as the user that may run Postgres, holding no lock and no terminal of ours.
pg_run() {
  if ((EUID == 0)); then
    (cd / && exec setpriv --reuid="$pg_user" --regid="$pg_user" --init-groups -- "$@") </dev/null 3>&- 8>&- 9>&-
  else
    (cd / && exec "$@") </dev/null 3>&- 8>&- 9>&-
  fi
}

# pg_runner: that user's name.
pg_runner() {
  if ((EUID == 0)); then echo "$pg_user"; else id -un; fi
}

# pg_remembered NAME: port, socket_dir, or admin_, owner_, app_ or query_password; nothing before the first start.
pg_remembered() {
  [[ ! -f $pg_dir/connection.env ]] || sed -n "s/^$1=//p" "$pg_dir/connection.env"
}

pg_remember() {
  (umask 077 && printf '%s\n' "$@" >"$pg_dir/connection.env.new") || die "cannot write $pg_dir/connection.env"
  mv "$pg_dir/connection.env.new" "$pg_dir/connection.env"
}

pg_is_running() {
  [[ -d $pg_dir/data ]] && pg_run "$pg_bin/pg_ctl" status -D "$pg_dir/data" >/dev/null 2>&1
}

# pg_url app|owner|query|admin DATABASE
pg_url() {
  local port
  port=$(pg_remembered port)
  [[ -n $port ]] || die "no Postgres was ever started in $pg_dir: scripts/pg start"
  case $1 in
    app) echo "postgresql://switchboard_app:$(pg_remembered app_password)@127.0.0.1:$port/$2" ;;
    owner) echo "postgresql://switchboard_owner:$(pg_remembered owner_password)@127.0.0.1:$port/$2" ;;
    query) echo "postgresql://switchboard_query:$(pg_remembered query_password)@127.0.0.1:$port/$2" ;;
    admin)
      # A Unix socket's folder takes the host's place, percent-encoded.
      echo "postgresql://$pg_user:$(pg_remembered admin_password)@$(jq -rn --arg d "$(pg_remembered socket_dir)" '$d | @uri'):$port/$2"
      ;;
  esac
}

# pg_print_urls DATABASE
pg_print_urls() {
  printf '%s=%s\n' DATABASE_URL "$(pg_url app "$1")" OWNER_DATABASE_URL "$(pg_url owner "$1")" \
    QUERY_DATABASE_URL "$(pg_url query "$1")" ADMIN_DATABASE_URL "$(pg_url admin "$1")"
}

pg_new_password() {
  od -An -N24 -tx1 /dev/urandom | tr -d ' \n'
}

pg_make_socket_dir() {
  if [[ -e $1 || -L $1 ]]; then
    [[ -d $1 && ! -L $1 && $(stat -c %U "$1") == "$(pg_runner)" ]] || die "$1 belongs to somebody else; remove it"
    return
  fi
  install -d -m 755 "$1" || die "cannot create $1"
  if ((EUID == 0)); then chown "$pg_user:" "$1"; fi
}

# pg_create DURABILITY: the cluster itself. It is made beside its place and then moved, so that half a cluster is never taken for one.
pg_create() {
  (($(pg_free_megabytes) >= 200)) || die "the disk is full: $pg_dir has $(pg_free_megabytes) MB free, Postgres needs 200 MB"
  local socket_dir=$pg_dir/socket admin_password
  ((${#socket_dir} <= 85)) || socket_dir=$(mktemp -d -u /tmp/switchboard-pg.XXXXXX)
  admin_password=$(pg_new_password)
  rm -rf "$pg_dir/data.new" "$pg_dir/data"
  pg_make_socket_dir "$socket_dir"
  mkdir -p "$pg_dir/data.new" || die "cannot write to $pg_dir"
  touch "$pg_dir/server.log" "$pg_dir/initdb.log"
  (umask 077 && printf '%s\n' "$admin_password" >"$pg_dir/.password")
  chmod 700 "$pg_dir/data.new" && chmod 640 "$pg_dir/server.log" "$pg_dir/initdb.log"
  if ((EUID == 0)); then chown "$pg_user:" "$pg_dir"/{.password,data.new,server.log,initdb.log}; fi
  local made=0 sync=()
  [[ $1 == durable ]] || sync=(--no-sync)
  pg_run "$pg_bin/initdb" -D "$pg_dir/data.new" -U "$pg_user" --pwfile="$pg_dir/.password" --auth=scram-sha-256 \
    --encoding=UTF8 --locale=C.UTF-8 --no-instructions "${sync[@]}" >"$pg_dir/initdb.log" 2>&1 || made=$?
  rm -f "$pg_dir/.password"
  ((made == 0)) || die "initdb failed: $(pg_failure "$pg_dir/initdb.log")"
  # The superuser has no business on the network, not even on the loopback.
  printf '%s\n' 'local all all scram-sha-256' "host all $pg_user all reject" \
    'host all all 127.0.0.1/32 scram-sha-256' >"$pg_dir/data.new/pg_hba.conf"
  echo "include 'switchboard.conf'" >>"$pg_dir/data.new/postgresql.conf"
  pg_remember port= "socket_dir=$socket_dir" "admin_password=$admin_password" \
    "owner_password=$(pg_new_password)" "app_password=$(pg_new_password)" "query_password=$(pg_new_password)"
  mv "$pg_dir/data.new" "$pg_dir/data"
}

# pg_configure DURABILITY PORT: what is ours to say in the cluster's configuration.
pg_configure() {
  local off=
  [[ $1 == durable ]] || off="fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off"
  cat >"$pg_dir/data/switchboard.conf" <<CONF
listen_addresses = '127.0.0.1'
port = $2
unix_socket_directories = '$(pg_remembered socket_dir)'
password_encryption = 'scram-sha-256'
max_connections = 100
log_line_prefix = '%m [%p] %q%u@%d '
timezone = 'UTC'
$off
CONF
}

# pg_free_megabytes: what the cluster's disk has left.
pg_free_megabytes() {
  df --output=avail -BM "$pg_dir" | tail -n 1 | tr -dc '0-9'
}

# pg_failure LOG [SKIP]: the line of a log of Postgres, but for its first SKIP bytes, that says best what went wrong. On
# a full disk there may be no such line.
pg_failure() {
  local said line
  said=$(tail -c "+$((${2:-0} + 1))" "$1")
  line=$(grep -m1 -iE 'no space left|could not (bind|create|open|write|access)|FATAL|PANIC|initdb: error' <<<"$said") || line=${said##*$'\n'}
  if [[ ${line,,} == *"no space left"* ]] || (($(pg_free_megabytes) < 16)); then
    printf 'the disk is full: %s MB are free in %s' "$(pg_free_megabytes)" "$pg_dir"
  else
    printf '%s (all of it: %s)' "$(sed -E 's/^.*(FATAL|PANIC|LOG|error): +//' <<<"$line" | cut -c1-300)" "$1"
  fi
}

# pg_try_start DURABILITY PORT: whether it runs now; false if the port is taken. Any other failure ends the script.
pg_try_start() {
  # A folder under /tmp does not outlive a reboot.
  pg_make_socket_dir "$(pg_remembered socket_dir)"
  pg_configure "$1" "$2" 2>/dev/null || die "cannot write to $pg_dir/data ($(pg_free_megabytes) MB are free)"
  local log=$pg_dir/server.log before
  before=$(stat -c %s "$log")
  pg_run "$pg_bin/pg_ctl" start -D "$pg_dir/data" -l "$log" -w -t 120 -s >/dev/null 2>&1 && return
  tail -c "+$((before + 1))" "$log" | grep 'could not bind' >/dev/null && return 1
  die "Postgres does not start: $(pg_failure "$log" "$before")"
}

# pg_start DURABILITY PORT: creates and starts what is not there yet.
pg_start() {
  if pg_is_running; then
    [[ $2 == 0 || $2 == "$(pg_remembered port)" ]] ||
      die "Postgres in $pg_dir runs on port $(pg_remembered port); stop it first to move it to port $2"
    [[ -n $(pg_remembered query_password) ]] || pg_create_roles_and_database switchboard
    return
  fi
  [[ -f $pg_dir/data/PG_VERSION ]] || pg_create "$1"
  [[ -s $pg_dir/connection.env ]] || die "$pg_dir/connection.env is lost, and the passwords with it: scripts/pg reset begins anew"
  local port=$2
  if ((port != 0)); then
    pg_try_start "$1" "$port" || die "port $port is busy$(holder_of "$port"); free it, or choose another: scripts/pg start DIR PORT"
  else
    # Postgres itself tells whether a port is free: whoever asks beforehand may be overtaken.
    port=$(pg_remembered port)
    until pg_try_start "$1" "${port:=$((20000 + RANDOM % 12000))}"; do
      ((attempts = ${attempts:-0} + 1, attempts < 30)) || die "found no free port for Postgres"
      port=
    done
  fi
  pg_remember "port=$port" "$(grep -v '^port=' "$pg_dir/connection.env")"
  pg_create_roles_and_database switchboard
}

# pg_create_roles_and_database DATABASE: roles get the passwords on record, so that a start that was cut short heals, and a
# cluster that is older than a role gets it.
pg_create_roles_and_database() {
  local said
  [[ -n $(pg_remembered query_password) ]] || pg_remember "$(<"$pg_dir/connection.env")" "query_password=$(pg_new_password)"
  # Through the environment, since anybody may read a command line.
  said=$(SWITCHBOARD_OWNER_PASSWORD=$(pg_remembered owner_password) SWITCHBOARD_APP_PASSWORD=$(pg_remembered app_password) \
    SWITCHBOARD_QUERY_PASSWORD=$(pg_remembered query_password) \
    PGHOST=$(pg_remembered socket_dir) PGPORT=$(pg_remembered port) PGUSER=$pg_user PGPASSWORD=$(pg_remembered admin_password) \
    psql -XAqt -d postgres -v "database=$1" -f "$root/db/roles.sql" 2>&1 >/dev/null) ||
    die "db/roles.sql failed: $(head -n 1 <<<"$said")"
}

# pg_stop [MODE]: fast, or immediate where the data is not to be kept.
pg_stop() {
  if ! pg_is_running; then
    echo "not running"
    return
  fi
  pg_run "$pg_bin/pg_ctl" stop -D "$pg_dir/data" -m "${1:-fast}" -w -t 60 -s >/dev/null 2>&1 ||
    pg_run "$pg_bin/pg_ctl" stop -D "$pg_dir/data" -m immediate -w -t 60 -s >/dev/null 2>&1 ||
    die "Postgres in $pg_dir does not stop (its log: $pg_dir/server.log)"
  echo "stopped"
}

# pg_delete: by name, so that a wrong DIR loses nothing of its own.
pg_delete() {
  local socket_dir
  socket_dir=$(pg_remembered socket_dir)
  [[ $socket_dir != /tmp/switchboard-pg.* ]] || rm -rf -- "$socket_dir"
  rm -rf -- "$pg_dir"/{data,data.new,socket,connection.env,connection.env.new,server.log,initdb.log,.password,.lock}
  echo "deleted"
}
