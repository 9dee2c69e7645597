# shellcheck shell=bash
# MariaDB: used as it is where one answers, started where it is installed, never reconfigured
# unless it was installed here a moment ago.

DB_HOST=${REFUGEE_SUPPORT_DB_HOST:-127.0.0.1}
DB_PORT=${REFUGEE_SUPPORT_DB_PORT:-3306}
DB_ROOT=${REFUGEE_SUPPORT_DB_ROOT_USER:-root}

database_is_local() { case $DB_HOST in 127.0.0.1 | localhost | ::1) true ;; *) false ;; esac; }

# A server that was named is somebody's; only the machine's own is installed and started.
may_start_database() { [ -z "${REFUGEE_SUPPORT_DB_HOST:-}${REFUGEE_SUPPORT_DB_PORT:-}" ]; }

database_answers() { port_answers "$DB_HOST" "$DB_PORT"; }

database_packages() {
	have mariadb || have mysql || echo mariadb-client
	if may_start_database && ! database_answers && ! have mariadbd; then echo mariadb-server; fi
}

ensure_database_server() {
	[ "$DB_TYPE" = mariadb ] || return 0
	if ! database_answers; then
		may_start_database || die "No MariaDB answers at $DB_HOST:$DB_PORT: start it there, or correct REFUGEE_SUPPORT_DB_HOST and REFUGEE_SUPPORT_DB_PORT."
		can_install || die "MariaDB is installed but does not answer on port $DB_PORT: please have an administrator start it (service mariadb start), then run $COMMAND again."
		must "Starting MariaDB" "MariaDB did not start: see its log, start it (service mariadb start), then run $COMMAND again." start_mariadb
		remember mariadb-started-here "$(mariadb_pid)"
	fi
	ensure_database_admin
}

configure_fresh_mariadb() {
	must "Setting MariaDB to utf8mb4" "MariaDB could not be configured." fresh_mariadb_settings
}

fresh_mariadb_settings() {
	as_root tee /etc/mysql/mariadb.conf.d/90-refugee-support.cnf >/dev/null <<-'CNF'
		# Written by bin/demo of Refugee Support when it installed this server.
		[mysqld]
		character-set-server = utf8mb4
		collation-server = utf8mb4_unicode_ci
	CNF
	if database_answers; then stop_mariadb; fi
}

start_mariadb() {
	if [ -d /run/systemd/system ]; then
		as_root systemctl start mariadb
	elif have service; then
		as_root service mariadb start
	else
		as_root sh -c 'setsid --fork mariadbd-safe >/dev/null 2>&1 </dev/null'
	fi
	wait_for_port "$DB_HOST" "$DB_PORT" 60
}

stop_mariadb() {
	if [ -d /run/systemd/system ]; then
		as_root systemctl stop mariadb
	elif have service; then
		as_root service mariadb stop
	else
		as_root mariadb-admin shutdown
	fi
}

mariadb_pid() { grep -lsxE 'mariadbd|mysqld' /proc/[0-9]*/comm | head -n 1 | cut -d/ -f3; }

# Only the server process that was started here, and only when nobody else is at work on it.
stop_mariadb_if_started_here() { # [how many others, where the account that may ask is gone]
	local pid
	pid=$(recall mariadb-started-here)
	[ -n "$pid" ] || return 0
	if [ "$pid" = "$(mariadb_pid)" ]; then
		if [ "${1:-$(foreign_connections)}" != 0 ]; then
			say "- MariaDB stays up: others are using it"
			return
		fi
		step "Stopping MariaDB" stop_mariadb || true
	fi
	forget mariadb-started-here
}

foreign_connections() {
	as_admin "select count(*) from information_schema.processlist where db is not null" 2>/dev/null || echo 0
}

# --- the account that creates our databases, and may touch no other -----------------------------

client() { if have mariadb; then mariadb "$@"; else mysql "$@"; fi; }

admin_name() { echo "refugee_support_$(short_hash "$BENCH" | cut -c1-6)"; }

admin_password() { recall database-admin; }

as_admin() { # sql
	MYSQL_PWD=$(admin_password) client -h "$DB_HOST" -P "$DB_PORT" -u "$(admin_name)" -N -B -e "$1"
}

ensure_database_admin() {
	if [ -n "$(admin_password)" ] && as_admin 'select 1' >/dev/null 2>&1; then return; fi
	find_root_login
	check_database_version
	remember database-admin "$(random_password)"
	create_database_admin
	as_admin 'select 1' >/dev/null 2>>"$LOG" ||
		die "MariaDB at $DB_HOST:$DB_PORT refuses the account $(admin_name) that was just created there: check that it accepts connections over TCP."
}

# The ways in, in this order: the password we were given, the socket as root, the socket as myself.
find_root_login() {
	if [ -n "${REFUGEE_SUPPORT_DB_ROOT_PASSWORD:-}" ]; then
		ROOT_CLIENT=(client -h "$DB_HOST" -P "$DB_PORT" -u "$DB_ROOT")
		as_database_root 'select 1' >/dev/null 2>>"$LOG" || die "MariaDB at $DB_HOST:$DB_PORT refuses user $DB_ROOT with the password in REFUGEE_SUPPORT_DB_ROOT_PASSWORD: correct them."
		return
	fi
	if database_is_local; then
		ROOT_CLIENT=(socket_client)
		if [ "$(as_database_root 'select @@port' 2>>"$LOG")" = "$DB_PORT" ]; then return; fi
	fi
	die "MariaDB at $DB_HOST:$DB_PORT does not let us in as $DB_ROOT: set REFUGEE_SUPPORT_DB_ROOT_PASSWORD (and REFUGEE_SUPPORT_DB_ROOT_USER)."
}

socket_client() {
	local program=mariadb
	have mariadb || program=mysql
	if is_root || ! can_install; then "$program" -u "$DB_ROOT" "$@"; else sudo -n "$program" -u "$DB_ROOT" "$@"; fi
}

as_database_root() { # sql
	MYSQL_PWD=${REFUGEE_SUPPORT_DB_ROOT_PASSWORD:-} "${ROOT_CLIENT[@]}" -N -B -e "$1"
}

check_database_version() {
	local version
	version=$(as_database_root 'select version()')
	case $version in
	*MariaDB*) ;;
	*) die "The server at $DB_HOST:$DB_PORT is not MariaDB but $version: set REFUGEE_SUPPORT_DB_HOST and REFUGEE_SUPPORT_DB_PORT to a MariaDB 10.6 or later." ;;
	esac
	[ "$(printf '10.6\n%s\n' "$version" | sort -V | head -n 1)" = 10.6 ] ||
		die "MariaDB $version is too old: Frappe needs 10.6 or later; name another server with REFUGEE_SUPPORT_DB_HOST."
}

# From where the server sees us: a container's own 127.0.0.1 is not this machine's.
account_hosts() {
	if ! database_is_local; then
		echo %
		return
	fi
	echo localhost 127.0.0.1 ::1
	[ -z "${REFUGEE_SUPPORT_DB_ROOT_PASSWORD:-}" ] || as_database_root "select substring_index(user(), '@', -1)"
}

create_database_admin() {
	local host account
	for host in $(account_hosts); do
		account="'$(admin_name)'@'$host'"
		as_database_root "
			create user if not exists $account;
			alter user $account identified by '$(admin_password)';
			grant create user, reload, process on *.* to $account;
			grant all privileges on \`refugeesupport%\`.* to $account with grant option;
		" >>"$LOG" 2>&1 || die "MariaDB user $DB_ROOT may not create accounts: set REFUGEE_SUPPORT_DB_ROOT_USER and REFUGEE_SUPPORT_DB_ROOT_PASSWORD to one who may."
	done
}

remove_database_admin() {
	[ "$DB_TYPE" = mariadb ] || return 0
	drop_account "$(admin_name)" || true
}

# An account under every host it may have been created for.
drop_account() { # name
	local seen
	seen=$(as_admin "select substring_index(user(), '@', -1)")
	as_admin "drop user if exists '$1'@'localhost', '$1'@'127.0.0.1', '$1'@'::1', '$1'@'%', '$1'@'$seen'" >>"$LOG" 2>&1
}

random_password() { head -c 18 /dev/urandom | base64 | tr -d '+/=\n'; }
