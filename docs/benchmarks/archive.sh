#!/bin/bash
# archive_command and restore_command per segment, and a backlog of NSEG segments that the server's
# archiver works off.
. "$(dirname "$0")/common.sh"
NSEG=${NSEG:-100} NONE=${NONE:-20} BATCH=${BATCH:-100}
STATUS=$PGDATA/pg_wal/archive_status
FAKE=$WORK/fakepg          # a data directory that is only there to be read from
# The server has no environment of ours.
SETTINGS=
[ "$STORE" != s3 ] || SETTINGS="JBACKUP_S3_CONFIG=$S3_SETTINGS "
LABELS=("jbackup zstd1" "jbackup zstd1 batch" "pgbackrest zst1" "pgbackrest zst1 async" "cp and fsync")

segments() { cat "$WORK/segments"; }

prepare() {
  setting archive_command /bin/false; setting wal_keep_size 6GB; setting checkpoint_timeout 1h
  sql checkpoint; sql 'select pg_switch_wal()' >/dev/null
  while [ "$(ls "$STATUS" | grep -c '\.ready$')" -lt "$NSEG" ]; do
    as "$PGBIN/pgbench" -h /tmp -p "$PGPORT" -U postgres -n -c 4 -j 2 -T 4 postgres >"$LOGS/pgbench.log" 2>&1 || die "pgbench failed"
  done
  ls "$STATUS" | grep '^[0-9A-F]\{24\}\.ready$' | sed 's/.ready//' | sort | tail -"$NSEG" >"$WORK/segments"
  sql 'select pg_switch_wal()' >/dev/null
  rm -rf "$FAKE"; as mkdir -p "$FAKE/global" "$FAKE/pg_wal/archive_status"; chmod 700 "$FAKE"
  as cp "$PGDATA/PG_VERSION" "$FAKE/"; as cp "$PGDATA/global/pg_control" "$FAKE/global/"
  segments | head -"$NONE" | while read -r s; do as cp "$PGDATA/pg_wal/$s" "$FAKE/pg_wal/"; done
}

# commands LABEL DATADIR: sets PUSH, GET and OUT for a fresh archive
commands() {
  local d=$WORK/archive; set -- "$1" "$2"
  rm -rf "$d" "$d.spool"
  case $1 in
  jbackup*)
    jbackup_init "$d"; OUT=$(stored "$d")/wal
    local o="-B $(catalog "$d") --instance main --wal-file-path=%p --wal-file-name=%f --log-level-console=warning" b=
    case $1 in *batch) b="--batch-size=$BATCH -j $THREADS" ;; esac
    PUSH="$SETTINGS$JBACKUP archive-push $o --compress $b" GET="$SETTINGS$JBACKUP archive-get $o $b" ;;
  pgbackrest*)
    pgbackrest_init "$d"; OUT=$(stored "$d")/archive
    local o="--config=$d.conf --stanza=main --pg1-path=$2 --log-level-console=warn"
    case $1 in *async) o+=" --archive-async --process-max=$THREADS" ;; esac
    PUSH="pgbackrest $o --compress-type=zst --compress-level=1 archive-push %p" GET="pgbackrest $o archive-get %f %p" ;;
  cp*)
    fresh "$d"; OUT=$d; PUSH="cp %p $d/%f && sync $d/%f $d" GET="cp $d/%f %p" ;;
  esac
}

# one_by_one BENCH LABEL COMMAND TARGET: a row for each of NONE segments
one_by_one() {
  as rm -f "$FAKE"/pg_wal/archive_status/*; rm -rf "$FAKE/pg_wal/jbackup_prefetch"
  for f in $(segments | head -"$NONE"); do as touch "$FAKE/pg_wal/archive_status/$f.ready"; done
  cat >"$WORK/loop.sh" <<LOOP
cd $FAKE || exit 1
for f in $(segments | head -"$NONE" | tr '\n' ' '); do
  p=${4:-pg_wal/\$f}; c='$3'; c=\${c//%p/\$p}; c=\${c//%f/\$f}
  [ -z "$4" ] || rm -f "$4"
  a=\${EPOCHREALTIME/./}; sh -c "\$c" >&2 || exit 1; z=\${EPOCHREALTIME/./}
  echo \$((z - a))
  if [ -n "$4" ]; then cmp -s "$4" pg_wal/\$f || exit 2
  elif [ -e pg_wal/archive_status/\$f.ready ]; then mv pg_wal/archive_status/\$f.ready pg_wal/archive_status/\$f.done; fi
done
LOOP
  sync
  as bash "$WORK/loop.sh" >"$WORK/times" 2>"$LOGS/$1.log" || { tail -3 "$LOGS/$1.log" >&2; die "$2 failed in $1"; }
  while read -r us; do row "$1" "$2" $(awk -v u="$us" 'BEGIN{printf "%.4f 0 0 0", u / 1e6}'); done <"$WORK/times"
}

drain() { # LABEL
  commands "$1" "$PGDATA"
  for f in "$STATUS"/*.ready; do [ ! -e "$f" ] || mv "$f" "${f%ready}done"; done
  for f in $(segments); do mv "$STATUS/$f.done" "$STATUS/$f.ready" 2>/dev/null || as touch "$STATUS/$f.ready"; done
  sync
  local begin=${EPOCHREALTIME/./}
  sql "alter system set archive_command = '${PUSH//\'/\'\'}'"; sql 'select pg_reload_conf()' >/dev/null
  sql "select txid_current(); select pg_switch_wal()" >/dev/null
  while ls "$STATUS" | grep -q '\.ready$'; do
    sleep 0.02
    [ $((${EPOCHREALTIME/./} - begin)) -lt 120000000 ] || die "$1 did not drain the backlog in 120 s"
  done
  row drain "$1" $(awk -v a="$begin" -v b="${EPOCHREALTIME/./}" -v z="$(du -sb "$OUT" | cut -f1)" 'BEGIN{printf "%.3f 0 0 %.1f", (b - a) / 1e6, z / 1048576}')
  tail -1 "$RESULTS/drain.tsv" >&2
  setting archive_command /bin/false; sleep 0.5
}

prepare
for _ in $(seq "$RUNS"); do
  for label in "${LABELS[@]}"; do
    [ "${label%% *}" != pgbackrest ] || have pgbackrest || continue
    commands "$label" "$FAKE"
    one_by_one archive-push "$label" "$PUSH" ""
    # the async pusher is still at work when the last one has returned
    sleep 1
    case $label in cp*) ;; *) one_by_one archive-get "$label" "$GET" pg_wal/RECOVERYXLOG ;; esac
    drain "$label"
  done
done
setting archive_command /bin/true
for s in wal_keep_size checkpoint_timeout; do sql "alter system reset $s"; done
sql 'select pg_reload_conf()' >/dev/null
report archive-push "pgbackrest zst1"
report archive-get "pgbackrest zst1 async"
report drain "pgbackrest zst1 async"
