# shellcheck shell=bash
# Sourced by every script: where things are, how a script ends, and how it knows that work is already done.
# Nothing here writes outside $local_dir, the one git-ignored folder of data (LOCAL_DIR moves it).

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
local_dir=${LOCAL_DIR:-$root/.local}
log_dir=$local_dir/log
stamp_dir=$local_dir/stamps
export LOCAL_DIR=$local_dir
umask 022

# Ends the script with one line that says what is wrong and what to do about it.
die() {
  printf 'switchboard: %s\n' "$*" >&2
  exit 1
}

make_folders() {
  mkdir -p "$log_dir" "$stamp_dir" "$local_dir/run" || die "cannot write to $local_dir"
}

# content_of FILE…: one hash of the files' names and contents, to tell whether a step's inputs have changed. The same
# wherever the repository lies.
content_of() {
  sha256sum -- "$@" | sed "s|  $root/|  |" | sha256sum | cut -d' ' -f1
}

# is_stamped NAME HASH: whether step NAME was finished with exactly this input.
is_stamped() {
  [[ -f $stamp_dir/$1 && $(<"$stamp_dir/$1") == "$2" ]]
}

# stamp NAME HASH: records that it was.
stamp() {
  printf '%s\n' "$2" >"$stamp_dir/$1"
}

# run_logged NAME COMMAND…: runs it with all output in the log NAME; a failure ends the script with the log's telling line.
run_logged() {
  local log=$log_dir/$1.log status=0
  shift
  : >"$log" || die "cannot write $log"
  "$@" >"$log" 2>&1 3>&- </dev/null || status=$?
  ((status == 0)) || die "$(failure_line "$log") (all of it: $log)"
}

# failure_line LOG: the line of a log that says best why the command failed.
failure_line() {
  local line
  line=$(grep -m1 -iE 'no space left|error:|^E: |fatal|failed|npm error' "$1") || line=$(tail -n 1 "$1")
  printf '%s' "${line:-the command failed without a word}" | cut -c1-300
}
