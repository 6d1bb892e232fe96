#!/bin/bash
# Makes the cluster that is backed up: pgbench tables and rows of JSON text, about 2.7 GB.
#   cluster.sh create | drop
. "$(dirname "$0")/common.sh"
case ${1:-create} in
create)
  [ ! -e "$PGDATA" ] || die "$PGDATA exists already"
  as "$PGBIN/initdb" -k -D "$PGDATA" -U postgres -A trust --locale=C.UTF-8 -E UTF8 >"$LOGS/initdb.log" 2>&1 || die "initdb failed"
  cat >>"$PGDATA/postgresql.conf" <<CONF
port = $PGPORT
unix_socket_directories = '/tmp'
listen_addresses = '127.0.0.1'
archive_mode = on
archive_command = '/bin/true'
max_wal_size = 4GB
shared_buffers = 1GB
synchronous_commit = off
CONF
  as "$PGBIN/pg_ctl" -D "$PGDATA" -l "$BENCH_DIR/pg.log" -w start >/dev/null || die "the server does not start"
  as "$PGBIN/pgbench" -h /tmp -p "$PGPORT" -U postgres -i -q -s "$SCALE" postgres >"$LOGS/pgbench.log" 2>&1 || die "pgbench failed"
  sql "create table docs (id bigint primary key, doc json)"
  sql "insert into docs select g, json_build_object('id', g, 'uuid', gen_random_uuid(),
    'created', timestamp '2024-01-01' + random() * interval '500 days',
    'email', 'user' || (random() * 1000000)::int || '@example.com',
    'total', round((random() * 1000)::numeric, 2),
    'note', (select string_agg((array['the','order','was','delivered','late','customer','asked','for',
       'refund','package','address','changed','please','call','before','weekend'])
       [1 + ((hashint8extended(g::bigint * 41 + w, 7) & 1073741823) % 16)::int], ' ')
       from generate_series(1, 60) w)) from generate_series(1, $JSON_ROWS) g"
  sql "vacuum analyze"; sql checkpoint
  sql "select pg_size_pretty(pg_database_size('postgres'))" ;;
drop)
  as "$PGBIN/pg_ctl" -D "$PGDATA" -m immediate -w stop >/dev/null
  rm -rf "$PGDATA" "$WORK" ;;
*) die "create or drop" ;;
esac
