# shellcheck shell=bash disable=SC2034
# Words and helpers that bin/demo and bin/test share. Parameters: docs/installation.md.

CHECKOUT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
COMMAND=bin/$(basename "$0")
APP=refugee_support
SOURCE_WAS_GIVEN=${FRAPPE_SOURCE:-}
FRAPPE_SOURCE=${FRAPPE_SOURCE:-https://github.com/frappe/frappe}
FRAPPE_BRANCH=${FRAPPE_BRANCH:-version-15}
ERPNEXT_SOURCE=${ERPNEXT_SOURCE:-https://github.com/frappe/erpnext}
ERPNEXT_BRANCH=${ERPNEXT_BRANCH:-version-15}
DB_TYPE=${REFUGEE_SUPPORT_DB_TYPE:-mariadb}
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
LOG=$(mktemp "${TMPDIR:-/tmp}/refugee-support.XXXXXX.log")

say() { printf '%s\n' "$*"; }

die() {
	printf '\n%s: %s\n' "$COMMAND" "$*" >&2
	exit "$DIED"
}

# For what nobody foresaw; everything foreseen ends in die().
DIED=3
trap '[ "$?" != "$DIED" ] || exit "$DIED"; KEEP_LOG=1; printf "\n%s: stopped unexpectedly at %s:%s. Everything it printed: %s\n" "$COMMAND" "${BASH_SOURCE[0]}" "$LINENO" "$LOG" >&2' ERR

trap 'printf "\n%s: interrupted; run it again to continue.\n" "$COMMAND" >&2; exit 130' INT TERM

have() { command -v "$1" >/dev/null 2>&1; }

is_root() { [ "$(id -u)" = 0 ]; }

short_hash() { printf '%s' "$*" | sha1sum | cut -c1-12; }

port_answers() { (exec 3<>"/dev/tcp/$1/$2") 2>/dev/null; }

# A command that takes a while: its output goes to the log, dots show that it is alive.
step() { # text, command...
	local text=$1 began=$SECONDS status=0
	shift
	printf -- '- %s ' "$text"
	start_dots
	"$@" >>"$LOG" 2>&1 </dev/null || status=$?
	stop_dots
	if [ "$status" = 0 ]; then say "ok ($((SECONDS - began)) s)"; else printf 'failed\n'; fi
	return "$status"
}

start_dots() {
	(while sleep 5 >/dev/null && kill -0 $$; do printf .; done) 2>/dev/null 7>&- 8>&- 9>&- &
	DOTS=$!
}

# KILL, because a new process that has not yet let go of our traps can lose any other signal.
stop_dots() {
	[ -n "${DOTS:-}" ] || return 0
	{ kill -KILL "$DOTS" && wait "$DOTS"; } 2>/dev/null || true
	DOTS=
}

# A step without which there is no going on: the end of the log, then one sentence.
must() { # text, sentence, command...
	local text=$1 sentence=$2
	shift 2
	step "$text" "$@" && return
	tail -n 25 "$LOG" | sed 's/.*\r//; s/^/    /' >&2
	KEEP_LOG=1
	die "$sentence Everything it printed: $LOG"
}

finish_output() {
	stop_dots
	[ -n "${KEEP_LOG:-}" ] || rm -f "$LOG"
	[ -z "${GIT_SETTINGS:-}" ] || rm -f "$GIT_SETTINGS"
}

# Only one run at a time: "setup" for a bench, or the name of a test site. Held until the run ends.
lock() { # file descriptor, name
	local file=$STATE/$2.lock
	as_bench_user / touch "$file"
	eval "exec $1<\"\$file\""
	flock --nonblock "$1" && return
	say "- waiting for another bin/demo or bin/test that is at work here ($2)"
	flock --timeout "${REFUGEE_SUPPORT_LOCK_WAIT:-3600}" "$1" ||
		die "Another run has been at work on $BENCH for too long; end it, then run $COMMAND again."
}

unlock() { eval "exec $1<&-"; }
