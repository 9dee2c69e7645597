# shellcheck shell=bash
# What runs: Redis on ports of our own, web server, live updates, worker, scheduler. One folder
# per run ("demo", "test-…") with a pid file each, so that only what was started here is stopped.

# --- ports ------------------------------------------------------------------------------------

# From choosing a port to listening on it, other runs on this machine are held off.
claim_ports() {
	local file=/tmp/refugee-support-ports.lock
	[ -e "$file" ] || (umask 0 && : >"$file")
	exec 7<"$file"
	flock 7
}

release_ports() { exec 7<&-; }

free_port() { # first choice, how many
	bench_python -c "$(<"$CHECKOUT/bin/lib/free_port.py")" "$@"
}

some_port() { # first choice
	free_port "$1" || die "No port is free between $1 and $(($1 + 99)): stop what listens there, then run $COMMAND again."
}

choose_redis_ports() { # first choice
	REDIS_CACHE_PORT=$(some_port "$1")
	REDIS_QUEUE_PORT=$(some_port $((REDIS_CACHE_PORT + 1)))
	remember "run/$RUN.redis-ports" "$REDIS_CACHE_PORT $REDIS_QUEUE_PORT"
}

choose_web_ports() { # first choice
	local wanted=${REFUGEE_SUPPORT_PORT:-}
	if [ -n "$wanted" ]; then
		WEB_PORT=$(free_port "$wanted" 1) || die "Port $wanted is in use: set REFUGEE_SUPPORT_PORT to a free one."
	else
		WEB_PORT=$(some_port "$1")
	fi
	WSGI_PORT=$(some_port 13300)
	SOCKETIO_PORT=$(some_port $((WSGI_PORT + 1)))
	remember "run/$RUN.web-port" "$WEB_PORT"
}

use_redis() {
	BENCH_ENV+=("FRAPPE_REDIS_CACHE=redis://127.0.0.1:$REDIS_CACHE_PORT" "FRAPPE_REDIS_QUEUE=redis://127.0.0.1:$REDIS_QUEUE_PORT")
}

# --- processes --------------------------------------------------------------------------------

pid_file() { echo "$STATE/run/$RUN.$1.pid"; }

service_log() { echo "$BENCH/logs/refugee-support-$RUN-$1.log"; }

# A pid alone may have been given to another process since; with its start time it may not. A
# process that has ended may stay listed for a while (state Z).
running_pid() { # name
	local pid began stat
	read -r pid began <"$(pid_file "$1")" 2>/dev/null || return 1
	stat=$(cat "/proc/$pid/stat" 2>/dev/null) || return 1
	stat=${stat##*) }
	[[ $stat != Z* && $(cut -d' ' -f20 <<<"$stat") = "$began" ]] && echo "$pid"
} 2>/dev/null

is_running() { running_pid "$1" >/dev/null; }

start_service() { # name, command...
	local name=$1
	shift
	is_running "$name" && return
	# shellcheck disable=SC2016
	as_bench_user "$BENCH/sites" setsid --fork sh -c '
		exec >>"$2" 2>&1 </dev/null 7>&- 8>&- 9>&-
		stat=$(cat /proc/$$/stat); stat=${stat##*) }
		echo "$$ $(echo "$stat" | cut -d" " -f20)" >"$1"
		shift 2
		exec "$@"' - "$(pid_file "$name")" "$(service_log "$name")" "$@"
}

stop_each() { # names...
	local name
	for name in "$@"; do signal_service "$name" TERM; done
	for name in "$@"; do
		wait_until_gone "$name" 100 || signal_service "$name" KILL
		as_bench_user / rm -f "$(pid_file "$name")"
	done
}

# The whole process group: Gunicorn's and the worker's children as well.
signal_service() { # name, signal
	local pid
	if pid=$(running_pid "$1"); then as_bench_user / kill "-$2" -- "-$pid" 2>/dev/null || true; fi
}

wait_until_gone() { # name, tenths of a second
	local tries
	for ((tries = 0; tries < $2; tries++)); do
		is_running "$1" || return 0
		sleep 0.1
	done
	return 1
}

wait_for_port() { # host, port, seconds
	local tries
	for ((tries = 0; tries < $3 * 10; tries++)); do
		port_answers "$1" "$2" && return
		sleep 0.1
	done
	echo "Nothing answers at $1:$2 after $3 seconds."
	return 1
}

# --- Redis ------------------------------------------------------------------------------------

ensure_redis() { # first choice of a port
	if is_running redis-cache && is_running redis-queue; then
		read -r REDIS_CACHE_PORT REDIS_QUEUE_PORT <<<"$(recall "run/$RUN.redis-ports")"
	else
		stop_services
		claim_ports
		choose_redis_ports "$1"
		redis_service redis-cache cache "$REDIS_CACHE_PORT"
		redis_service redis-queue queue "$REDIS_QUEUE_PORT"
		redis_answers redis-cache "$REDIS_CACHE_PORT"
		redis_answers redis-queue "$REDIS_QUEUE_PORT"
		release_ports
	fi
	use_redis
}

redis_answers() { # name, port
	wait_for_port 127.0.0.1 "$2" 20 >>"$LOG" && is_running "$1" && return
	die "Redis did not start on port $2: see $(service_log "$1")."
}

redis_service() { # name, kind, port
	local config=() folder=$STATE/run/$RUN.$1
	if [ -e "$BENCH/config/redis_$2.conf" ]; then config=("$BENCH/config/redis_$2.conf"); fi
	as_bench_user / mkdir -p "$folder"
	start_service "$1" redis-server "${config[@]}" --bind 127.0.0.1 --port "$3" --dir "$folder" --pidfile "" --daemonize no
}

# --- web server -------------------------------------------------------------------------------

web_is_running() { is_running wsgi && is_running gateway && is_running socketio; }

ensure_web() { # site, first choice of a port
	if web_is_running; then
		WEB_PORT=$(recall "run/$RUN.web-port")
		return
	fi
	stop_code
	claim_ports
	choose_web_ports "$2"
	must "Starting the web server" "The web server did not start: see $(service_log wsgi)." start_web "$1"
	release_ports
}

# Gunicorn behind a small gateway that does what nginx does in production.
start_web() { # site
	local lib=$APP_DIR/bin/lib
	start_service socketio env "FRAPPE_SITE=$1" "FRAPPE_SOCKETIO_PORT=$SOCKETIO_PORT" node "$BENCH/apps/frappe/socketio.js"
	start_service wsgi env "REFUGEE_SUPPORT_SITE=$1" PYTHONPATH="$lib" "$BENCH/env/bin/gunicorn" \
		--bind "127.0.0.1:$WSGI_PORT" --workers 2 --worker-class gthread --threads 6 --preload \
		--timeout 120 --graceful-timeout 1 wsgi:application
	start_service gateway node "$lib/gateway.js" "${REFUGEE_SUPPORT_LISTEN:-127.0.0.1}" "$WEB_PORT" "$WSGI_PORT" "$SOCKETIO_PORT"
	bench_python -c "$(<"$CHECKOUT/bin/lib/wait_for_site.py")" "http://127.0.0.1:$WEB_PORT/api/method/ping" &&
		web_is_running
}

start_jobs() { # site
	start_service worker "$BENCH/env/bin/python" -m frappe.utils.bench_helper frappe worker --quiet
	start_service scheduler "$BENCH/env/bin/python" "$APP_DIR/bin/lib/scheduler.py" "$1"
}

stop_code() { stop_each gateway wsgi socketio scheduler worker; }

stop_services() {
	stop_code
	stop_each redis-cache redis-queue
	as_bench_user / rm -rf "$STATE/run/$RUN.redis-cache" "$STATE/run/$RUN.redis-queue"
	forget "run/$RUN.redis-ports"
}
