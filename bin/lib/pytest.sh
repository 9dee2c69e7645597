# shellcheck shell=bash disable=SC2034
# pytest: its arguments, and the two environments it runs in.

LONGEST_TEST=900 # seconds; a page that never answers must not hold up a whole run
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/refugee-support

# Paths are given as seen from where the caller stands; pytest runs in another copy of the checkout.
translate_arguments() { # arguments...
	local argument path
	PYTEST_ARGUMENTS=()
	PATHS_GIVEN=
	for argument in "$@"; do
		path=$(realpath -m -- "${argument%%::*}")
		if [[ $argument != -* && -e $path && $path/ == "$CHECKOUT"/* ]]; then
			argument=${path#"$CHECKOUT"/}${argument#"${argument%%::*}"}
			PATHS_GIVEN=1
		fi
		PYTEST_ARGUMENTS+=("$argument")
	done
}

# --- without a bench --------------------------------------------------------------------------

unit_python() {
	local name
	for name in python3 python3.12 python3.11 python3.10 "$CACHE/unit/bin/python"; do
		if "$name" "$LIB/requirements.py" "$CHECKOUT/pyproject.toml" unit --check 2>/dev/null; then
			UNIT_PYTHON=$name
			return
		fi
	done
	UNIT_PYTHON=$CACHE/unit/bin/python
	must "Installing pytest into $CACHE/unit" "pytest could not be installed: check the network (or PIP_INDEX_URL) and that Python 3.10 or later is here with venv, then run $COMMAND again." make_unit_env
}

make_unit_env() {
	local name
	for name in python3 python3.12 python3.11 python3.10; do
		"$name" -c "$(<"$LIB/fitting_python.py")" >/dev/null 2>&1 || continue
		mkdir -p "$CACHE" && rm -rf "$CACHE/unit" && "$name" -m venv "$CACHE/unit" &&
			"$UNIT_PYTHON" "$LIB/requirements.py" "$CHECKOUT/pyproject.toml" unit >"$CACHE/unit/wanted.txt" &&
			"$UNIT_PYTHON" -m pip install -q -r "$CACHE/unit/wanted.txt"
		return
	done
	echo "No Python 3.10 or later was found."
	return 1
}

run_without_bench() { # pytest arguments...
	mkdir -p "$CACHE"
	(cd "$CHECKOUT" && env -u FRAPPE_SITE PYTHONDONTWRITEBYTECODE=1 HYPOTHESIS_STORAGE_DIRECTORY="$CACHE/hypothesis" \
		"$UNIT_PYTHON" -m pytest -o cache_dir="$CACHE/pytest" "$@")
}

# --- on the bench -----------------------------------------------------------------------------

ensure_test_tools() {
	local wanted
	wanted=$(bench_python "$APP_DIR/bin/lib/requirements.py" "$APP_DIR/pyproject.toml" test)
	bench_python "$APP_DIR/bin/lib/requirements.py" "$APP_DIR/pyproject.toml" test --check 2>/dev/null &&
		[ "$(recall test-tools)" = "$wanted" ] && return
	mapfile -t wanted <<<"$wanted"
	must "Installing pytest, Hypothesis and Playwright into the bench" "The test tools could not be installed from PyPI: check the network (or PIP_INDEX_URL)." into_env "${wanted[@]}"
	remember test-tools "$(printf '%s\n' "${wanted[@]}")"
}

ensure_chromium() {
	chromium_runs && return
	if [ ! -e "$STATE/chromium-tried" ] && have apt-get && can_install; then
		remember chromium-tried
		step "Installing Chromium" apt_install chromium && chromium_runs && return
	fi
	WITHOUT_BROWSER="THE BROWSER TESTS DID NOT RUN: THERE IS NO CHROMIUM ON THIS MACHINE AND IT COULD NOT BE INSTALLED."
}

# Ubuntu's package is only a pointer to a snap, which may not be there.
chromium_runs() {
	local name
	for name in chromium chromium-browser google-chrome google-chrome-stable; do
		if as_bench_user / "$name" --version >/dev/null 2>&1; then return; fi
	done
	return 1
}

run_on_bench() { # pytest arguments...
	local screenshots=$BENCH/logs/refugee-support-screenshots side_by_side=()
	if [ "${#LANE_ENV[@]}" -gt 1 ]; then
		side_by_side=(-n "${#LANE_ENV[@]}" --dist loadscope --no-loadscope-reorder --max-worker-restart 0)
	fi
	as_bench_user / mkdir -p "$screenshots"
	as_bench_user "$APP_DIR" env PYTHONDONTWRITEBYTECODE=1 \
		"${LANE_ENV[@]}" "PYTHONHASHSEED=$((RANDOM + 1))" \
		"FRAPPE_SITES_PATH=$BENCH/sites" "REFUGEE_SUPPORT_SCREENSHOTS=$screenshots" \
		"HYPOTHESIS_STORAGE_DIRECTORY=$STATE/hypothesis" \
		"REFUGEE_SUPPORT_FUZZ=${REFUGEE_SUPPORT_FUZZ:-900}" "REFUGEE_SUPPORT_FUZZ_SEED=${REFUGEE_SUPPORT_FUZZ_SEED:-1}" \
		"$BENCH/env/bin/python" -m pytest -o cache_dir="$STATE/pytest" --timeout "$LONGEST_TEST" "${side_by_side[@]}" "$@"
}
