#!/bin/bash
# Memory and time with FILES relation files (most of them empty or of one page).
. "$(dirname "$0")/common.sh"
FILES=${FILES:-100000}
PGDATA=$WORK/many PGPORT=$((PGPORT + 2)) CONNECTION=(-h /tmp -p "$PGPORT" -U postgres -d postgres)
rm -rf "$PGDATA"
as "$PGBIN/initdb" -k -D "$PGDATA" -U postgres -A trust >/dev/null || die "initdb failed"
printf "port=%s\nunix_socket_directories='/tmp'\nlisten_addresses=''\nfsync=off\nmax_locks_per_transaction=4096\n" "$PGPORT" >>"$PGDATA/postgresql.conf"
as "$PGBIN/pg_ctl" -D "$PGDATA" -l "$WORK/many.log" -w start >/dev/null || die "the server does not start"
trap 'as "$PGBIN/pg_ctl" -D "$PGDATA" -m immediate stop >/dev/null' EXIT
for part in $(seq $((FILES / 10000))); do
  sql "do \$\$ begin for i in 1..10000 loop execute format('create table t_${part}_%s as select %s as a', i, i); end loop; end \$\$"
done
sql checkpoint
D=$WORK/many-catalog T=$WORK/many-restored
jbackup_init "$D"
measure many-files "backup of $FILES files" "$D/backups/main" "$JBACKUP" backup -B "$D" --instance main -b FULL --stream --temp-slot --compress -j "$THREADS" "${CONNECTION[@]}"
fresh "$T"; chmod 700 "$T"
measure many-files "restore of $FILES files" "$T" "$JBACKUP" restore -B "$D" --instance main -D "$T" -j "$THREADS"
rm -rf "$T"
report many-files "backup of $FILES files"
