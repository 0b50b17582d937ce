# shellcheck shell=bash
# The processes that `make up` starts. Each has a file .local/run/NAME.pid with its pid and start time (the pair is
# unique until reboot, a pid alone is not) and .local/run/NAME.stamp with a hash of what it was started with.
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

run_dir=$local_dir/run

# start_time PID: field 22 of /proc/PID/stat, or nothing if there is no such process (a zombie counts as none).
start_time() {
  local line
  read -r line 2>/dev/null <"/proc/$1/stat" || return 1
  line=${line##*) }
  [[ $line != Z* ]] || return 1
  cut -d' ' -f20 <<<"$line"
}

# pid_of NAME: its pid, if the process that we started still runs.
pid_of() {
  local pid started
  read -r pid started 2>/dev/null <"$run_dir/$1.pid" || return 1
  # A process that ended before its start time could be read has none in the file.
  [[ -n $started && $(start_time "$pid") == "$started" ]] || return 1
  printf '%s' "$pid"
}

# is_current NAME STAMP: whether it runs and was started with the same things.
is_current() {
  pid_of "$1" >/dev/null && [[ -f $run_dir/$1.stamp && $(<"$run_dir/$1.stamp") == "$2" ]]
}

# start_process NAME STAMP COMMAND…: in the background, in a session of its own, with a new log; the last one is kept
# as NAME.log.1.
start_process() {
  local name=$1 what=$2 pid
  shift 2
  [[ ! -s $log_dir/$name.log ]] || mv "$log_dir/$name.log" "$log_dir/$name.log.1"
  setsid "$@" </dev/null >>"$log_dir/$name.log" 2>&1 3>&- 9>&- &
  pid=$!
  printf '%s %s\n' "$pid" "$(start_time "$pid" || true)" >"$run_dir/$name.pid" || die "cannot write $run_dir/$name.pid"
  printf '%s\n' "$what" >"$run_dir/$name.stamp"
}

# stop_process NAME SECONDS: asks it to end, waits that long, then kills it and what is left of its session.
stop_process() {
  local name=$1 seconds=$2 pid
  if pid=$(pid_of "$name"); then
    kill -TERM "$pid" 2>/dev/null || true
    for ((i = 0; i < seconds * 10; i++)); do
      pid_of "$name" >/dev/null || break
      sleep 0.1
    done
    if pid_of "$name" >/dev/null; then kill -KILL -- "-$pid" 2>/dev/null || true; fi
  fi
  rm -f "$run_dir/$name.pid" "$run_dir/$name.stamp"
}

# is_listening PORT: whether something accepts connections there.
is_listening() {
  (exec 5<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# holder_of PORT: " (held by …)" where the machine can say so.
holder_of() {
  local holder
  holder=$(ss -Hltnp "sport = :$1" 2>/dev/null | sed -nE 's/.*users:\(\("([^"]+)",pid=([0-9]+).*/ (held by \1, pid \2)/p' | head -n 1) || true
  printf '%s' "$holder"
}

# require_free_port NAME PORT VARIABLE: ends the script if a stranger listens where our process NAME should.
require_free_port() {
  pid_of "$1" >/dev/null && return
  ! is_listening "$2" || die "port $2 is busy$(holder_of "$2"); free it, or choose another: make up $3=…"
}

# free_port FIRST: the first port from FIRST on that nobody listens on.
free_port() {
  local port
  for ((port = $1; port < $1 + 200; port++)); do
    is_listening "$port" || {
      printf '%s' "$port"
      return
    }
  done
  die "found no free port from $1 on"
}

# require_alive NAME: ends the script with the last words of a process that has ended.
require_alive() {
  pid_of "$1" >/dev/null ||
    die "$1 ended at its start: $(tail -n 1 "$log_dir/$1.log" | cut -c1-300) (all of it: $log_dir/$1.log)"
}

# wait_for_http NAME URL SECONDS: until it answers 2xx; ends the script if NAME ends first or the time is over.
wait_for_http() {
  for ((i = 0; i < $3 * 10; i++)); do
    curl --fail --silent --max-time 2 --output /dev/null "$2" && return
    require_alive "$1"
    sleep 0.1
  done
  die "$1 does not answer at $2 after $3 s (its log: $log_dir/$1.log)"
}

# wait_for_port NAME PORT SECONDS: until it listens; ends the script if NAME ends first or the time is over.
wait_for_port() {
  for ((i = 0; i < $3 * 10; i++)); do
    is_listening "$2" && return
    require_alive "$1"
    sleep 0.1
  done
  die "$1 does not listen on port $2 after $3 s (its log: $log_dir/$1.log)"
}
