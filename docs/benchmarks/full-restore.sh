#!/bin/bash
# FULL backup and restore: jbackup, pg_basebackup and pgBackRest in turn, zstd level 1, 2 threads.
. "$(dirname "$0")/common.sh"
J=$WORK/jbackup P=$WORK/pgbackrest B=$WORK/basebackup T=$WORK/restored

full() {
  jbackup_init "$J"; sql checkpoint
  measure full "jbackup, verified" "$(stored "$J")/backups/main" "$JBACKUP" backup -B "$(catalog "$J")" --instance main -b FULL --stream --temp-slot --compress -j "$THREADS" "${CONNECTION[@]}"
  jbackup_init "$J"; sql checkpoint
  measure full "jbackup, no-validate" "$(stored "$J")/backups/main" "$JBACKUP" backup -B "$(catalog "$J")" --instance main -b FULL --stream --temp-slot --compress -j "$THREADS" --no-validate "${CONNECTION[@]}"
  fresh "$B"; sql checkpoint
  measure full "pg_basebackup client-zstd" "$B" "$PGBIN/pg_basebackup" -h /tmp -p "$PGPORT" -U postgres -D "$B" -Ft -X stream -c fast --compress=client-zstd:level=1,workers="$THREADS"
  have pgbackrest || return 0
  pgbackrest_init "$P"; sql checkpoint
  measure full "pgbackrest zst1" "$(stored "$P")/backup/main" pgbackrest --config="$P.conf" --stanza=main --type=full --compress-type=zst --compress-level=1 --process-max="$THREADS" backup
}

restore() {
  fresh "$T"; chmod 700 "$T"
  measure restore "jbackup" "$T" "$JBACKUP" restore -B "$(catalog "$J")" --instance main -D "$T" -j "$THREADS"
  have pgbackrest || return 0
  fresh "$T"; chmod 700 "$T"
  measure restore "pgbackrest zst1" "$T" pgbackrest --config="$P.conf" --stanza=main --pg1-path="$T" --process-max="$THREADS" restore
}

for _ in $(seq "$RUNS"); do full; restore; done
rm -rf "$T"
report full "pg_basebackup client-zstd"
report restore "pgbackrest zst1"
