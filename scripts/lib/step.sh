# shellcheck shell=bash
# The lines that `make up` prints.
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# seconds_since START: how long ago $EPOCHREALTIME was START, as "12.3".
seconds_since() {
  local now=$EPOCHREALTIME tenths
  tenths=$(((${now/[.,]/} - ${1/[.,]/}) / 100000))
  printf '%d.%d' $((tenths / 10)) $((tenths % 10))
}

# step LABEL COMMAND…: runs it and ends the line with how long it took and the last line that it said ("already there"
# or "not running" alone if that is it). If it fails, its words are shown and the script ends; a full disk is said in one line, whatever
# the command made of it. Descriptor 3 is the terminal, for progress.
step() {
  local label=$1 started=$EPOCHREALTIME said status=0 took
  shift
  printf '%-18s' "$label"
  if [[ -t 1 ]]; then said=$("$@" 3>&1 2>&1 9>&-) || status=$?; else said=$("$@" 2>&1 3>/dev/null 9>&-) || status=$?; fi
  took=$(seconds_since "$started")
  if ((status == 0)); then
    said=${said##*$'\n'}
    if [[ $said == @("already there"|"not running")* ]]; then echo "$said"; else echo "ok $took s${said:+  ($said)}"; fi
    return
  fi
  echo "failed after $took s"
  [[ ${said,,} != *"no space left on device"* ]] || die "the disk is full: nothing more can be written under $local_dir or $root/build"
  printf '%s\n' "$said" >&2
  exit 1
}

# require_space FOLDER MEGABYTES: ends the script if the folder's file system has less.
require_space() {
  local free
  free=$(df --output=avail -BM "$1" | tail -n 1 | tr -dc '0-9')
  ((free >= $2)) || die "the disk is full: $1 has $free MB free, this needs $2 MB"
}
