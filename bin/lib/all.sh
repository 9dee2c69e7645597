# shellcheck shell=bash source-path=SCRIPTDIR
# shellcheck source=common.sh
. "$LIB/common.sh"
# shellcheck source=machine.sh
. "$LIB/machine.sh"
# shellcheck source=database.sh
. "$LIB/database.sh"
# shellcheck source=bench.sh
. "$LIB/bench.sh"
# shellcheck source=site.sh
. "$LIB/site.sh"
# shellcheck source=services.sh
. "$LIB/services.sh"
