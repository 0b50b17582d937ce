# shellcheck shell=bash disable=SC2034
# What `make up` can be told through the environment (make up PORT=4000), and where it puts what it makes.
# shellcheck source=process.sh
source "$(dirname "${BASH_SOURCE[0]}")/process.sh"

server_port=${PORT:-3002}
web_port=${WEB_PORT:-3000}
preset=${PRESET:-release}
bin=$root/build/$preset/bin

for number in "$server_port" "$web_port" "${PG_PORT:-1}" "${MODEL_PORT:-1}"; do
  [[ $number =~ ^[1-9][0-9]{0,4}$ ]] || die "\"$number\" is no port number"
  ((number <= 65535)) || die "$number is no port number"
done

base_url=http://127.0.0.1:$server_port
web_url=http://localhost:$web_port
demo_issuer=https://demo.switchboard.local/
demo_audience=switchboard

config_file=$local_dir/config.json
key_file=$local_dir/keys/demo.pem
jwks_file=$local_dir/keys/jwks.json
demo_file=$local_dir/demo.json
state_dir=$local_dir/state
claude_program=$local_dir/claude/node_modules/@anthropic-ai/claude-code-linux-x64/claude

# remembered NAME: a value that an earlier step chose (a port, a URL) and wrote with `remember`; fails if there is none.
remembered() {
  [[ -f $run_dir/$1 ]] && printf '%s' "$(<"$run_dir/$1")"
}

remember() {
  (umask 077 && printf '%s\n' "$2" >"$run_dir/$1") || die "cannot write $run_dir/$1"
}

# write_private FILE: standard input, readable by this user only, replacing FILE in one move.
write_private() {
  (umask 077 && cat >"$1.new") || die "cannot write $1"
  mv "$1.new" "$1"
}
