#!/bin/bash
# FULL backup, restore and archive-push of an open and of an encrypted instance of one catalog, in turn.
. "$(dirname "$0")/common.sh"
J=$WORK/jbackup T=$WORK/restored KEY=$WORK/key
PUSH=$(dirname "$JBACKUP")/archive-push
rm -f "$KEY"; as sh -c "umask 077; head -c 32 /dev/urandom >'$KEY'"
WAL=$(cd "$PGDATA/pg_wal" && ls | grep -E '^[0-9A-F]{24}$' | head -1)
as cp "$PGDATA/pg_wal/$WAL" "$WORK/$WAL"

one() { # INSTANCE [OPTION OF THE KEY]
  local name=$1; shift
  sql checkpoint
  measure full "$name" "$(stored "$J")/backups/$name" "$JBACKUP" backup -B "$(catalog "$J")" --instance "$name" -b FULL --stream --temp-slot --compress -j "$THREADS" "${CONNECTION[@]}" "$@"
  fresh "$T"; chmod 700 "$T"
  measure restore "$name" "$T" "$JBACKUP" restore -B "$(catalog "$J")" --instance "$name" -D "$T" -j "$THREADS" "$@"
  measure push "$name" "$(stored "$J")/wal/$name" "$PUSH" -B "$(catalog "$J")" --instance "$name" --wal-file-path="$WORK/$WAL" --wal-file-name="$WAL" --compress "$@"
}

for _ in $(seq "$RUNS"); do
  jbackup_init "$J"
  as "$JBACKUP" add-instance -B "$(catalog "$J")" -D "$PGDATA" --instance sealed --encrypt --encrypt-key-file="$KEY" >/dev/null 2>&1 || die "add-instance --encrypt failed"
  one main; one sealed --encrypt-key-file="$KEY"
done
rm -rf "$T" "$KEY" "$WORK/$WAL"
for bench in full restore push; do report "$bench" main; done
