# shellcheck shell=bash disable=SC2034
# The machine: whose bench it is, what must be installed, and a clean environment to run it in.

# Settings of proxies, certificates and package registries that the bench user needs as well.
PASSED_ON='^(TERM|TZ|(https?|no|all|ftp)_proxy|(HTTPS?|NO|ALL|FTP)_PROXY|SSL_CERT_(FILE|DIR)|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|GIT_SSL_CAINFO|NODE_EXTRA_CA_CERTS|PIP_.*|UV_.*|(npm_config|NPM_CONFIG|YARN|yarn)_.*)$'

choose_bench() {
	local wanted=${REFUGEE_SUPPORT_BENCH:-}
	BENCH_USER=$(id -un)
	if is_root; then BENCH_USER=$(bench_owner "$wanted"); fi
	[ "$BENCH_USER" != root ] || die "The bench $wanted belongs to root, and bench does not run as root: chown it to a system user, then run $COMMAND again."
	BENCH_HOME=$(home_of "$BENCH_USER")
	BENCH=$(realpath -m "${wanted:-$BENCH_HOME/refugee-support-bench}")
	STATE=$BENCH/.refugee-support
	TOOLS=$STATE/tools
	APP_DIR=$BENCH/apps/$APP
	check_bench_folder
}

# Also of a user who is yet to be created.
home_of() { # user
	getent passwd "$1" | cut -d: -f6 | grep . || echo "/home/$1"
}

bench_owner() { # folder, may be missing or empty
	if [ -n "$1" ] && [ -n "$(ls -A "$1" 2>/dev/null)" ]; then
		stat -c %U "$1"
	else
		echo "${REFUGEE_SUPPORT_USER:-frappe}"
	fi
}

bench_exists() { [ -d "$BENCH/apps/frappe" ] && [ -d "$BENCH/sites" ] && [ -x "$BENCH/env/bin/python" ] && [ ! -e "$STATE/incomplete" ]; }

made_by_us() { [ -e "$STATE/made-here" ]; }

check_bench_folder() {
	local parent
	case $BENCH/ in
	"$CHECKOUT"/*) die "The bench may not be inside the checkout: set REFUGEE_SUPPORT_BENCH to another folder." ;;
	esac
	if [ -n "$(ls -A "$BENCH" 2>/dev/null)" ] && ! bench_exists && [ ! -d "$STATE" ]; then
		die "$BENCH is neither empty nor a bench: set REFUGEE_SUPPORT_BENCH to another folder."
	fi
	is_root && return
	parent=$BENCH
	while [ ! -e "$parent" ]; do parent=$(dirname "$parent"); done
	[ -w "$parent" ] || die "You may not write to $parent: set REFUGEE_SUPPORT_BENCH to a folder of yours."
}

# --- system packages ---------------------------------------------------------------------------

can_install() { is_root || sudo -n true 2>/dev/null; }

# Without our locks: what it starts, a database server for example, would hold them for good.
as_root() { if is_root; then "$@"; else sudo -n "$@"; fi 7>&- 8>&- 9>&-; }

install_missing_packages() {
	local missing
	missing=$(required_packages | paste -sd ' ')
	if [ -n "$missing" ]; then
		have apt-get || die "Please install what Debian calls $missing, then run $COMMAND again."
		can_install || die "Missing here: $missing. Please have an administrator run \"apt-get install $missing\", then run $COMMAND again."
		must "Installing $missing" "These packages could not be installed: $missing. Check the network and the apt sources, then run $COMMAND again." apt_install "$missing"
	fi
	case " $missing " in *" mariadb-server "*) configure_fresh_mariadb ;; esac
}

# For printing, and for names in Arabic or Ge'ez script: tried once, and no reason to stop.
install_optional_packages() {
	local missing
	[ ! -e "$STATE/optional-packages-tried" ] || return 0
	remember optional-packages-tried
	missing=$(optional_packages | paste -sd ' ')
	[ -n "$missing" ] || return 0
	have apt-get && can_install && step "Installing $missing" apt_install "$missing" && return
	say "  Going on without $missing: PDF files and some scripts may look wrong."
}

apt_install() { # "package package"
	local packages
	read -ra packages <<<"$1"
	as_root apt-get update -q || true
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${packages[@]}"
}

required_packages() {
	have git || echo git
	have redis-server || echo redis-server
	if [ "$DB_TYPE" = mariadb ]; then database_packages; fi
	bench_exists || build_packages
}

build_packages() {
	have gcc || echo gcc
	[ -e /etc/ssl/certs/ca-certificates.crt ] || echo ca-certificates
	if [ "$FRAPPE_BRANCH" != version-15 ]; then # from 16 on, Frappe compiles its database driver
		have pkg-config || echo pkg-config
		[ -e /usr/include/mariadb/mysql.h ] || echo libmariadb-dev
	fi
	[ -n "${REFUGEE_SUPPORT_PYTHON:-}" ] || system_python_packages
}

system_python_packages() {
	have python3 || echo python3
	compgen -G '/usr/include/python3*/Python.h' >/dev/null || echo python3-dev
	/usr/bin/python3 -c 'import ensurepip' 2>/dev/null || echo python3-venv
}

optional_packages() {
	have wkhtmltopdf || echo wkhtmltopdf
	compgen -G '/usr/share/fonts/*/noto/*' >/dev/null || echo fonts-noto-core
}

# --- the user who runs bench, and the environment ----------------------------------------------

ensure_bench_user() {
	id "$BENCH_USER" >/dev/null 2>&1 && return
	must "Creating the system user $BENCH_USER (bench does not run as root)" \
		"The user $BENCH_USER could not be created: create it, then run $COMMAND again." \
		useradd --create-home --shell /bin/bash "$BENCH_USER"
	BENCH_HOME=$(home_of "$BENCH_USER")
}

as_bench_user() { # folder, command...
	local folder=$1
	shift
	if is_root; then
		(cd "$folder" && runuser -u "$BENCH_USER" -- env -i "${BENCH_ENV[@]}" "$@")
	else
		(cd "$folder" && env -i "${BENCH_ENV[@]}" "$@")
	fi
}

# Not the environment of root's shell: only what is needed, and a PATH that the bench user may read.
build_environment() {
	local name
	BENCH_ENV=("HOME=$BENCH_HOME" "USER=$BENCH_USER" "LOGNAME=$BENCH_USER" SHELL=/bin/bash LANG=C.UTF-8)
	BENCH_ENV+=(UV_SYSTEM_CERTS=1 UV_NATIVE_TLS=1 UV_PYTHON_DOWNLOADS=never GIT_TERMINAL_PROMPT=0)
	BENCH_ENV+=(PYTHONUNBUFFERED=1 PIP_DISABLE_PIP_VERSION_CHECK=1)
	while read -r name; do
		BENCH_ENV+=("$name=${!name}")
	done < <(compgen -e | grep -E "$PASSED_ON" || true) # cron hands on none of them
	trust_local_sources
	BENCH_ENV+=("PATH=$TOOLS/bin:$(readable_path)")
}

readable_path() {
	# shellcheck disable=SC2016
	as_bench_user / /bin/bash -c 'IFS=:; for folder in $1; do [ -x "$folder" ] && printf "%s:" "$folder"; done' - "$PATH"
	printf '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin'
}

# A source folder may belong to somebody else; git must trust it, here and not in anybody's settings.
trust_local_sources() {
	local source folder
	GIT_SETTINGS=$(mktemp "${TMPDIR:-/tmp}/refugee-support.XXXXXX.gitconfig")
	chmod 644 "$GIT_SETTINGS"
	printf '[include]\n\tpath = ~/.gitconfig\n\tpath = ~/.config/git/config\n[safe]\n' >"$GIT_SETTINGS"
	for source in "$FRAPPE_SOURCE" "$ERPNEXT_SOURCE"; do
		folder=$(realpath -m "${source#file://}")
		[ -d "$folder" ] || continue
		printf '\tdirectory = %s\n\tdirectory = %s/.git\n' "$folder" "$folder" >>"$GIT_SETTINGS"
	done
	printf '\tdirectory = %s/*\n' "$STATE" >>"$GIT_SETTINGS"
	BENCH_ENV+=("GIT_CONFIG_GLOBAL=$GIT_SETTINGS")
}

make_state_folder() {
	if is_root && [ ! -d "$BENCH" ]; then
		install -d -o "$BENCH_USER" -g "$(id -gn "$BENCH_USER")" "$BENCH"
	elif is_root && [ -z "$(ls -A "$BENCH")" ]; then
		chown "$BENCH_USER:" "$BENCH"
	fi
	as_bench_user / mkdir -p "$STATE/sites" "$STATE/run" "$TOOLS/bin"
}

# Small facts that later runs need: one file each.
remember() { # name, value
	# shellcheck disable=SC2016
	as_bench_user / sh -c 'umask 077; printf "%s\n" "$2" >"$1"' - "$STATE/$1" "${2:-}"
}

recall() { cat "$STATE/$1" 2>/dev/null || true; }

forget() { as_bench_user / rm -f "$STATE/$1"; }

prepare_machine() {
	install_missing_packages
	ensure_bench_user
	build_environment
	make_state_folder
	lock 9 setup
	install_optional_packages
}
