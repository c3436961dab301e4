#!/bin/bash
# Stands in for what an upgrade of IXP Manager calls, under the names of the programs
# (links to this file, in the first folder of PATH). What Debian has is run as it is; the
# application, composer and bower are done here, on the real database and real files.
#
# INTERLOCK_STANDIN is a folder with
#   calls        every command, a line each
#   fails, lies  SPARED TIMES TEXT: of the commands that have this text, so many are done as
#                ever, so many then do nothing and exit 1 or 0, and the others are done again
#   after        TEXT, and from the next line on a script: what is done in the site's folder, with
#                sql to ask its database, whenever a command that has this text was done
#   breaks       a migration of which only the SQL up to the first ; is run, then it exits 1
#   php          what php --version says
#   port         the port of MariaDB
#   cache        the port of memcached; cache.pid is its process
set -u
here=$INTERLOCK_STANDIN
name=${0##*/}
line="$name $*"

setting() { sed -n "s/^$1=//p" .env; }
sql() {
  MYSQL_PWD=$(setting DB_PASSWORD) mariadb --no-defaults -h127.0.0.1 -P"$(cat "$here/port")" \
    -u"$(setting DB_USERNAME)" -N "$@" "$(setting DB_DATABASE)"
}

if [ -s "$here/after" ] && [ -z "${INTERLOCK_STANDIN_AFTER-}" ] &&
  [[ $line == *"$(head -n 1 "$here/after")"* ]]; then
  INTERLOCK_STANDIN_AFTER=1 "$0" "$@"
  ended=$?
  PATH=${PATH#*:}
  cd "$here/../ixp" && eval "$(tail -n +2 "$here/after")"
  exit $ended
fi

echo "$line" >>"$here/calls"
is_spared=
told_to() {
  local spared times text
  [ -s "$here/$1" ] && read -r spared times text <"$here/$1" || return 1
  [[ $line == *"$text"* ]] || return 1
  if [ "$spared" -gt 0 ]; then
    echo "$((spared - 1)) $times $text" >"$here/$1"
    is_spared=yes
    return 1
  fi
  [ "$times" -gt 0 ] || return 1
  echo "0 $((times - 1)) $text" >"$here/$1"
}
if told_to fails; then
  echo "$name: told to fail" >&2
  exit 1
fi
told_to lies && exit 0
whole_path=$PATH
PATH=${PATH#*:}

# The SQL of a migration stands in a comment of its file, between lines.
migrate() {
  sql -e 'CREATE TABLE IF NOT EXISTS migrations (id int unsigned AUTO_INCREMENT PRIMARY KEY,
    migration varchar(255) NOT NULL, batch int NOT NULL)'
  local file words
  for file in database/migrations/*_*.php; do
    [ -e "$file" ] || continue
    file=$(basename "$file" .php)
    [ "$(sql -e "SELECT count(*) FROM migrations WHERE migration = '$file'")" = 0 ] || continue
    words=$(sed -e '/^\/\*/d' -e '/^\*\//d' -e '/^<?php/d' "database/migrations/$file.php")
    if [ "$(cat "$here/breaks" 2>/dev/null)" = "$file" ]; then
      sql -e "${words%%;*}"
      echo "$file: told to break off" >&2
      return 1
    fi
    sql -e "$words; INSERT INTO migrations (migration, batch) VALUES ('$file', 99)" || return 1
    echo "Migrated: $file"
  done
}

maintenance() {  # of Laravel 5, and from 8 on
  if ! grep -qs "'[67]\." version.php; then
    echo '{"time":1700000000,"message":null,"retry":null}' >storage/framework/down
    return
  fi
  local option
  for option in "$@"; do
    [[ $option == --message* ]] || continue
    echo "The \"--message\" option does not exist." >&2
    return 1
  done
  echo '{"except":[],"secret":null,"status":503}' >storage/framework/down
  echo '<?php' >storage/framework/maintenance.php
}

doctrine() {
  local beside
  beside=$(dirname "$(readlink -f "$0")")
  MYSQL_PWD=$(setting DB_PASSWORD) php "$beside/ixp_doctrine.php" "$1" "$PWD/database/xml" \
    "$(cat "$here/port")" "$(setting DB_USERNAME)" "$(setting DB_DATABASE)"
}

artisan() {
  case "$*" in
    down*) maintenance "$@" ;;
    up) rm -f storage/framework/down storage/framework/maintenance.php ;;
    config:clear) rm -f bootstrap/cache/config.php ;;
    route:clear) rm -f bootstrap/cache/routes.php bootstrap/cache/routes-v7.php ;;
    cache:clear* | view:clear) ;;
    "doctrine:schema:update --sql") doctrine sql ;;
    "doctrine:schema:update --force") doctrine force ;;
    update:reset-mysql-views) sql <resources/views/database/views.foil.sql ;;
    "migrate --force") migrate ;;
    migrate) echo "Command canceled." && return 1 ;;
    *) echo "There are no commands defined: $*" >&2 && return 1 ;;
  esac
}

# Until the old one has gone, and the new one answers.
restart_memcached() {
  local port pid
  port=$(cat "$here/cache")
  pid=$(cat "$here/cache.pid" 2>/dev/null)
  [ -z "$pid" ] || kill "$pid" 2>/dev/null
  while [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null; do sleep 0.01; done
  local user=()
  [ "$(id -u)" != 0 ] || user=(-u nobody)
  (  # it keeps nothing of what began it: a run would be taken to go on
    for fd in /proc/self/fd/*; do
      fd=${fd##*/}
      [ "$fd" -le 2 ] || eval "exec $fd>&-"
    done
    exec setsid memcached "${user[@]}" -l 127.0.0.1 -p "$port" -m 16 -t 1
  ) </dev/null >/dev/null 2>&1 &
  pid=$!
  echo "$pid" >"$here/cache.pid"
  until { exec 3<>"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null; do
    kill -0 "$pid" 2>/dev/null || return 1
    sleep 0.01
  done
}

case $name in
  sudo)
    PATH=$whole_path
    shift 2
    exec "$@"
    ;;
  systemctl)
    [ "$1" != restart ] || restart_memcached
    # memcached tells whole seconds: what comes after this one can be told from it.
    [ -z "$is_spared" ] || { began=$EPOCHSECONDS && while [ "$EPOCHSECONDS" = "$began" ]; do sleep 0.02; done; }
    ;;
  composer)
    cd "${1#--working-dir=}" && mkdir -p vendor/composer && cp composer.lock vendor/composer/installed.json
    ;;
  bower)
    [ "${!#}" = update ] || exit 0
    cd "${2#--config.cwd=}" && [ -e bower.json ] || exit 1
    range=$(sed -n 's/.*"bootstrap": "\([^"]*\)".*/\1/p' bower.json)
    mkdir -p public/bower_components/bootstrap
    echo "{\"version\": \"${range#[~^]}\", \"_target\": \"$range\"}" \
      >public/bower_components/bootstrap/.bower.json
    ;;
  php)
    [ "$1" != --version ] || exec cat "$here/php"
    cd "$(dirname "$1")" || exit 1
    shift
    artisan "$@"
    ;;
  *) exec "$name" "$@" ;;
esac
