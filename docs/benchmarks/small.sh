#!/bin/bash
# What must be quick although there is little to do: FULL of a fresh cluster, show, --version.
. "$(dirname "$0")/common.sh"
PGDATA=$WORK/tiny PGPORT=$((PGPORT + 1)) CONNECTION=(-h /tmp -p "$PGPORT" -U postgres -d postgres)
rm -rf "$PGDATA"
as "$PGBIN/initdb" -k -D "$PGDATA" -U postgres -A trust >/dev/null || die "initdb failed"
printf "port=%s\nunix_socket_directories='/tmp'\nlisten_addresses=''\n" "$PGPORT" >>"$PGDATA/postgresql.conf"
as "$PGBIN/pg_ctl" -D "$PGDATA" -l "$WORK/tiny.log" -w start >/dev/null || die "the server does not start"
trap 'as "$PGBIN/pg_ctl" -D "$PGDATA" -m immediate stop >/dev/null' EXIT
D=$WORK/tiny-catalog
jbackup_init "$D"
for _ in $(seq "$RUNS"); do
  measure small "FULL of a fresh cluster" "$D/backups" "$JBACKUP" backup -B "$D" --instance main -b FULL --stream --temp-slot --compress -j "$THREADS" "${CONNECTION[@]}"
  for _ in 1 2 3 4 5; do
    measure small "show" "$D/backups" "$JBACKUP" show -B "$D"
    measure small "show json" "$D/backups" "$JBACKUP" show -B "$D" --format=json
    measure small "version" "$D/backups" "$JBACKUP" --version
  done
done
report small "FULL of a fresh cluster"
