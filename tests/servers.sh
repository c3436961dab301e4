#!/bin/bash
# Runs a command beside throwaway servers: PostgreSQL, MariaDB, Redis, memcached.
#
#   tests/servers.sh run COMMAND...
#
# They listen on free ports of 127.0.0.1 and on sockets in a temporary folder,
# and are stopped by their process ids when the command ends, however it ends.
# The exit status is the command's. The command finds in its environment:
#
#   INTERLOCK_PG_PORT  INTERLOCK_PG_SOCKET (a folder)  INTERLOCK_PG_USER
#   INTERLOCK_MY_PORT  INTERLOCK_MY_SOCKET             INTERLOCK_MY_USER
#   INTERLOCK_REDIS_PORT  INTERLOCK_REDIS_SOCKET  INTERLOCK_MEMCACHED_PORT
#   INTERLOCK_AUTHORITY                        the certificate that signed the servers' own
#   INTERLOCK_CLERK  INTERLOCK_CLERK_PASSWORD  an account that needs its password, in all
#                                              but memcached; PostgreSQL: no superuser
#
# PG_USER and MY_USER may do everything and need no password. What a test makes
# in a server has a name of its own, and the test removes it again.
set -euo pipefail

clerk=clerk
clerk_password=sesame
folder=
child=
declare -A pids=()

fail() {
  echo "servers.sh: $1" >&2
  [ -z "${2:-}" ] || tail -n 20 "$2" >&2
  exit 1
}

# A process that ended is a zombie until it is waited for.
alive() { grep -qsE '^State:[[:space:]]+[RSDTtI]' "/proc/$1/status"; }

stop_servers() {
  trap '' INT TERM HUP
  local name tries
  for name in "${!pids[@]}"; do kill -CONT "${pids[$name]}" 2>/dev/null || true; done
  [ -z "${pids[postgres]:-}" ] || kill -INT "${pids[postgres]}" 2>/dev/null || true
  for name in "${!pids[@]}"; do
    [ "$name" = postgres ] || kill -TERM "${pids[$name]}" 2>/dev/null || true
  done
  for name in "${!pids[@]}"; do
    for ((tries = 0; tries < 500; tries++)); do
      alive "${pids[$name]}" || break
      sleep 0.02
    done
    kill -KILL "${pids[$name]}" 2>/dev/null || true
  done
  wait 2>/dev/null || true
  [ -z "$folder" ] || rm -rf "$folder"
}

interrupted() {
  trap '' INT TERM HUP
  if [ -n "$child" ]; then
    kill -TERM "$child" 2>/dev/null || true
    wait "$child" 2>/dev/null || true
  fi
  exit "$((128 + $1))"
}

# Runs a server in the background as a user that may be none but an ordinary
# one. The kernel ends it should this script be killed without a chance to.
serve() {  # NAME USER SIGNAL COMMAND...
  local name=$1 as=(--pdeathsig "$3")
  [ "$(id -u)" != 0 ] || as+=("--reuid=$2" "--regid=$(id -g "$2")" --clear-groups)
  shift 3
  setsid setpriv "${as[@]}" -- "$@" >"$folder/$name.log" 2>&1 </dev/null &
  pids[$name]=$!
}

as_user() {  # USER COMMAND...
  local user=$1
  shift
  if [ "$(id -u)" = 0 ]; then
    setpriv "--reuid=$user" "--regid=$(id -g "$user")" --clear-groups -- "$@"
  else
    "$@"
  fi
}

own_folder() {  # USER FOLDER
  mkdir -p "$2"
  [ "$(id -u)" != 0 ] || chown "$1:" "$2"
  chmod 711 "$2"
}

# Below the ports that the kernel hands out by itself, so that nobody comes between.
free_port() {
  local port
  while :; do
    port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  echo "$port"
}

make_certificates() {
  local at=$folder/tls
  mkdir "$at"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
    -subj "/CN=Interlock test authority" -keyout "$at/authority.key" -out "$at/authority.pem"
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=localhost" \
    -keyout "$at/server.key" -out "$at/server.csr"
  openssl x509 -req -in "$at/server.csr" -CA "$at/authority.pem" -CAkey "$at/authority.key" \
    -CAcreateserial -days 2 -out "$at/server.pem" \
    -extfile <(echo "subjectAltName=DNS:localhost,IP:127.0.0.1")
  chmod 711 "$at"
  chmod 644 "$at"/*.pem
}

give_certificate() {  # USER FOLDER
  cp "$folder/tls/server.pem" "$folder/tls/server.key" "$2"
  [ "$(id -u)" != 0 ] || chown "$1:" "$2"/server.{pem,key}
  chmod 600 "$2/server.key"
}

pg_bin() {
  local found
  found=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
  [ -n "$found" ] || found=$(dirname "$(command -v initdb)")
  echo "$found"
}

init_postgres() {
  local data=$folder/postgres/data
  as_user postgres "$(pg_bin)/initdb" -D "$data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 \
    --no-sync --no-instructions
  cat >>"$data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = '$folder/postgres'
shared_buffers = 64MB
max_connections = 100
max_prepared_transactions = 10
fsync = off
synchronous_commit = off
full_page_writes = off
ssl = on
ssl_cert_file = '$folder/postgres/server.pem'
ssl_key_file = '$folder/postgres/server.key'
CONF
  cat >"$data/pg_hba.conf" <<CONF
local all $clerk scram-sha-256
host all $clerk 127.0.0.1/32 scram-sha-256
local all all trust
host all all 127.0.0.1/32 trust
CONF
}

init_mariadb() {
  local user=()
  [ "$(id -u)" != 0 ] || user=(--user=mysql)
  TMPDIR=$folder/mariadb mariadb-install-db --no-defaults "${user[@]}" --datadir="$folder/mariadb/data" \
    --auth-root-authentication-method=normal --skip-test-db --skip-log-bin \
    --innodb-use-native-aio=0 --innodb-flush-log-at-trx-commit=0
}

start_postgres() {
  INTERLOCK_PG_PORT=$(free_port)
  serve postgres postgres INT "$(pg_bin)/postgres" -D "$folder/postgres/data" \
    -p "$INTERLOCK_PG_PORT"
}
ready_postgres() {
  "$(pg_bin)/pg_isready" -q -h "$folder/postgres" -p "$INTERLOCK_PG_PORT"
}

# With a tmpdir of its own: where a MariaDB starts, it deletes the temporary tables of
# all others that use the same one.
start_mariadb() {
  INTERLOCK_MY_PORT=$(free_port)
  serve mariadb mysql TERM /usr/sbin/mariadbd --no-defaults --datadir="$folder/mariadb/data" \
    --socket="$folder/mariadb/socket" --port="$INTERLOCK_MY_PORT" --bind-address=127.0.0.1 \
    --tmpdir="$folder/mariadb" --pid-file="$folder/mariadb/pid" --skip-log-bin --skip-name-resolve \
    --innodb-buffer-pool-size=64M --innodb-flush-log-at-trx-commit=0 --innodb-doublewrite=0 \
    --innodb-use-native-aio=0 --character-set-server=utf8mb4 --performance-schema=on \
    --ssl-ca="$folder/tls/authority.pem" --ssl-cert="$folder/mariadb/server.pem" \
    --ssl-key="$folder/mariadb/server.key"
}
ready_mariadb() {
  mariadb-admin --no-defaults -uroot -S "$folder/mariadb/socket" --silent ping >/dev/null 2>&1
}

start_redis() {
  INTERLOCK_REDIS_PORT=$(free_port)
  printf '%s\n' "user default on nopass ~* &* +@all" "user $clerk on >$clerk_password ~* &* +@all" \
    >"$folder/redis/users"
  chmod 644 "$folder/redis/users"
  serve redis nobody TERM redis-server --bind 127.0.0.1 --port "$INTERLOCK_REDIS_PORT" \
    --dir "$folder/redis" --unixsocket "$folder/redis/socket" --unixsocketperm 777 --save '' \
    --databases 1000 \
    --appendonly no --daemonize no --aclfile "$folder/redis/users"
}
ready_redis() {
  [ "$(redis-cli -s "$folder/redis/socket" ping 2>/dev/null)" = PONG ]
}

start_memcached() {
  INTERLOCK_MEMCACHED_PORT=$(free_port)
  serve memcached nobody TERM memcached -l 127.0.0.1 -p "$INTERLOCK_MEMCACHED_PORT" -m 16 -t 1
}
ready_memcached() {
  local line
  { exec 3<>"/dev/tcp/127.0.0.1/$INTERLOCK_MEMCACHED_PORT"; } 2>/dev/null || return 1
  printf 'version\r\nquit\r\n' >&3
  read -r -t 1 line <&3 || line=
  exec 3>&-
  [[ $line == VERSION* ]]
}

# Whether it came up; a server that gave up did so because its port was taken.
came_up() {  # NAME
  local tries
  for ((tries = 0; tries < 1500; tries++)); do
    alive "${pids[$1]}" || return 1
    if "ready_$1"; then
      alive "${pids[$1]}" && return 0 || return 1
    fi
    sleep 0.02
  done
  return 1
}

ensure_up() {  # NAME
  local round
  for ((round = 0; round < 5; round++)); do
    came_up "$1" && return 0
    kill -KILL "${pids[$1]}" 2>/dev/null || true
    wait "${pids[$1]}" 2>/dev/null || true
    "start_$1"
  done
  fail "$1 did not start" "$folder/$1.log"
}

make_clerks() {
  "$(pg_bin)/psql" -q -X -h "$folder/postgres" -p "$INTERLOCK_PG_PORT" -U postgres -d postgres \
    -c "CREATE ROLE $clerk LOGIN PASSWORD '$clerk_password'" >"$folder/clerks.log" 2>&1 ||
    fail "no clerk in PostgreSQL" "$folder/clerks.log"
  mariadb --no-defaults -uroot -S "$folder/mariadb/socket" -e "
    CREATE USER $clerk@localhost IDENTIFIED BY '$clerk_password';
    CREATE USER $clerk@127.0.0.1 IDENTIFIED BY '$clerk_password';
    GRANT ALL ON *.* TO $clerk@localhost; GRANT ALL ON *.* TO $clerk@127.0.0.1;" \
    >"$folder/clerks.log" 2>&1 || fail "no clerk in MariaDB" "$folder/clerks.log"
}

start_servers() {
  local base=${TMPDIR:-/tmp}
  [ "${#base}" -le 40 ] || base=/tmp  # the path of a socket ends at about 107 characters
  folder=$(mktemp -d "$base/interlock-servers.XXXXXX")
  chmod 711 "$folder"
  own_folder postgres "$folder/postgres"
  own_folder mysql "$folder/mariadb"
  own_folder nobody "$folder/redis"
  init_postgres >"$folder/postgres.log" 2>&1 &
  local postgres=$!
  init_mariadb >"$folder/mariadb.log" 2>&1 &
  local mariadb=$!
  start_redis
  start_memcached
  make_certificates >"$folder/tls.log" 2>&1 || fail "no certificates" "$folder/tls.log"
  give_certificate postgres "$folder/postgres"
  give_certificate mysql "$folder/mariadb"
  wait "$postgres" || fail "no database cluster of PostgreSQL" "$folder/postgres.log"
  start_postgres
  wait "$mariadb" || fail "no data folder of MariaDB" "$folder/mariadb.log"
  start_mariadb
  local name
  for name in redis memcached postgres mariadb; do ensure_up "$name"; done
  make_clerks
}

[ "${1:-}" = run ] && [ $# -ge 2 ] || fail "usage: tests/servers.sh run COMMAND..."
shift
trap stop_servers EXIT
trap 'interrupted 2' INT
trap 'interrupted 15' TERM
trap 'interrupted 1' HUP
start_servers
export INTERLOCK_PG_PORT INTERLOCK_MY_PORT INTERLOCK_REDIS_PORT INTERLOCK_MEMCACHED_PORT
export INTERLOCK_PG_SOCKET=$folder/postgres INTERLOCK_PG_USER=postgres
export INTERLOCK_MY_SOCKET=$folder/mariadb/socket INTERLOCK_MY_USER=root
export INTERLOCK_REDIS_SOCKET=$folder/redis/socket
export INTERLOCK_AUTHORITY=$folder/tls/authority.pem
export INTERLOCK_CLERK=$clerk INTERLOCK_CLERK_PASSWORD=$clerk_password
# In the background a signal is handled at once; a shell lets what it runs there
# ignore SIGINT, which env undoes.
env --default-signal=INT,QUIT "$@" <&0 &
child=$!
status=0
wait "$child" || status=$?
child=
exit "$status"
