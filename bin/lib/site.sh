# shellcheck shell=bash
# A site of our own on the bench, with a database of its own. Other sites are never touched.

# No underscore: in a GRANT it is a wildcard, and our account may only grant what it has itself.
database_name() { echo "refugeesupport$(short_hash "$BENCH:$1")"; }

our_sites() {
	local fact
	for fact in "$STATE"/sites/*.ours; do
		[ ! -e "$fact" ] || basename "$fact" .ours
	done
}

site_fact() { echo "sites/$1.$2"; }

site_path() { echo "$BENCH/sites/$1"; }

# "in-use" is left by a test run that was killed, with records that nobody has taken away.
site_is_complete() { # site
	[ ! -e "$STATE/$(site_fact "$1" in-use)" ] && [ -e "$STATE/$(site_fact "$1" created)" ] &&
		[ -e "$(site_path "$1")/site_config.json" ] && site_database_answers "$1"
}

site_database_answers() {
	[ "$DB_TYPE" = mariadb ] || return 0
	as_admin "select 1 from \`$(database_name "$1")\`.\`tabDefaultValue\` limit 1" >/dev/null 2>&1
}

ensure_site() { # site, apps...
	local site=$1
	shift
	if ! site_is_complete "$site"; then
		refuse_foreign_site "$site"
		remember "$(site_fact "$site" ours)"
		drop_site "$site" || die "What was left of the site $site could not be removed: see $BENCH/sites/$site and the database $(database_name "$site")."
		must "Creating the site $site" "The site $site could not be created." create_site "$site"
		must "Installing the app on $site" "The app could not be installed on $site." install_apps "$site" "$@"
		must "Setting up $site in German" "The set-up of $site failed." finish_setup "$site"
		remember "$(site_fact "$site" migrated)" "$MIGRATE_FINGERPRINT"
		remember "$(site_fact "$site" created)"
	fi
	migrate_site "$site"
}

refuse_foreign_site() {
	[ -d "$(site_path "$1")" ] && [ ! -e "$STATE/$(site_fact "$1" ours)" ] || return 0
	die "The site $1 exists on $BENCH and was not made by $COMMAND: rename or drop it, or set REFUGEE_SUPPORT_BENCH to another folder."
}

create_site() { # site
	local options=(--admin-password "$(administrator_password "$1")" --db-type "$DB_TYPE" --db-name "$(database_name "$1")")
	if [ "$DB_TYPE" = mariadb ]; then
		options+=(--db-host "$DB_HOST" --db-port "$DB_PORT")
		options+=(--db-root-username "$(admin_name)" --db-root-password "$(admin_password)")
		database_is_local || options+=(--mariadb-user-host-login-scope=%)
	fi
	frappe new-site "$1" "${options[@]}" &&
		frappe --site "$1" set-config mute_emails 1 --parse
}

# Tests know the password of their site; a demo gets one that nobody else has.
administrator_password() { # site
	if [ "$1" = "${TEST_SITE:-}" ]; then
		echo admin
	else
		[ -n "$(recall "$(site_fact "$1" password)")" ] || remember "$(site_fact "$1" password)" "$(random_password)"
		recall "$(site_fact "$1" password)"
	fi
}

install_apps() { # site, apps...
	local site=$1 app
	shift
	for app in "$@"; do
		frappe --site "$site" install-app "$app" || return 1
	done
}

finish_setup() { bench_python "$APP_DIR/bin/lib/finish_setup.py" "$1"; }

migrate_site() { # site
	[ "$(recall "$(site_fact "$1" migrated)")" = "$MIGRATE_FINGERPRINT" ] && return
	must "Migrating $1 (the app has changed)" "The site $1 could not be migrated." frappe --site "$1" migrate
	remember "$(site_fact "$1" migrated)" "$MIGRATE_FINGERPRINT"
}

# ERPNext only installs on a site whose set-up is not done; its own set-up adds a company.
ensure_erpnext_on_site() { # site
	local marker force=()
	marker=$(site_fact "$1" installing-erpnext)
	if [ -e "$STATE/$marker" ]; then force=(--force); fi # interrupted: half of it is there
	if [ ! -e "$STATE/$marker" ] && has_app "$1" erpnext; then return; fi
	remember "$marker"
	must "Installing ERPNext on $1 (some minutes)" "ERPNext could not be installed on $1." install_erpnext "$1" "${force[@]}"
	forget "$marker"
}

# All of the answer is read: a reader that ends at the first line would make the command fail.
has_app() { # site, app
	local apps
	apps=$(frappe --site "$1" list-apps 2>>"$LOG") && grep -q "^$2" <<<"$apps"
}

install_erpnext() { # site, options of install-app...
	bench_python "$APP_DIR/bin/lib/finish_setup.py" "$1" --undo &&
		frappe --site "$1" install-app erpnext "${@:2}" &&
		finish_setup "$1"
}

# Also what an interrupted run has left of a site.
drop_site() { # site
	local name
	name=$(database_name "$1")
	forget "$(site_fact "$1" created)"
	forget "$(site_fact "$1" demo-data)"
	forget "$(site_fact "$1" in-use)"
	if [ "$DB_TYPE" = mariadb ]; then
		as_admin "drop database if exists \`$name\`" >>"$LOG" 2>&1 || return 1
		drop_account "$name" || return 1
	fi
	as_bench_user "$BENCH/sites" rm -rf "$1"
}
