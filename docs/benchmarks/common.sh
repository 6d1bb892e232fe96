# Sourced by the benchmark scripts: settings (environment variables with defaults), measuring, and
# the table of results. bash, GNU time.
set -u
export LC_ALL=C

BENCH_DIR=${BENCH_DIR:-/tmp/jbackup-bench}  # everything is written below it
PGBIN=${PGBIN:-/usr/lib/postgresql/15/bin}
PGPORT=${PGPORT:-5716}
OSUSER=${OSUSER:-postgres}                  # root runs PostgreSQL and the tools as this user
RUNS=${RUNS:-3}
SCALE=${SCALE:-150}                         # pgbench scale, 15 MB each
JSON_ROWS=${JSON_ROWS:-850000}              # rows of text, 0.55 kB each
THREADS=${THREADS:-2}
STORE=${STORE:-local}                       # s3: archives lie in the MinIO of minio.sh
S3_ADDRESS=${S3_ADDRESS:-127.0.0.1:9716}
S3_SETTINGS=$BENCH_DIR/minio/s3.conf
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
JBACKUP=${JBACKUP:-$HERE/../../cli/target/jbackup/bin/jbackup}

PGDATA=$BENCH_DIR/pgdata
WORK=$BENCH_DIR/work
RESULTS=$BENCH_DIR/results
LOGS=$BENCH_DIR/log
CONNECTION=(-h /tmp -p "$PGPORT" -U postgres -d postgres)

die() { echo "bench: $*" >&2; exit 1; }
as() { if [ "$(id -u)" = 0 ]; then runuser -u "$OSUSER" -- "$@"; else "$@"; fi; }
have() { command -v "$1" >/dev/null 2>&1; }
sql() { as "$PGBIN/psql" -h /tmp -p "$PGPORT" -U postgres -d postgres -XAtqc "$1"; }
fresh() { rm -rf "$1"; as mkdir -p "$1"; }
setting() { sql "alter system set $1 = '$2'"; sql "select pg_reload_conf()" >/dev/null; }

mkdir -p "$BENCH_DIR" "$RESULTS" "$LOGS" "$WORK"
[ "$(id -u)" != 0 ] || chown "$OSUSER" "$BENCH_DIR" "$WORK"

# row BENCH LABEL WALL_S CPU_S RSS_MB SIZE_MB
row() { local bench=$1; shift; (IFS=$'\t'; echo "$*" >>"$RESULTS/$bench.tsv"); }

# measure BENCH LABEL FOLDER COMMAND...: wall and CPU seconds of the command, memory of its largest
# process, size of FOLDER afterwards. The disk is synced first, so that nobody pays for the writes
# of the one before.
measure() {
  local bench=$1 label=$2 out=$3 times=$WORK/times size=0; shift 3
  sync; rm -f "$times"
  as /usr/bin/time -q -o "$times" -f '%e %U %S %M' "$@" >"$LOGS/$bench.log" 2>&1 ||
    { tail -3 "$LOGS/$bench.log" >&2; die "$label failed in $bench, see $LOGS/$bench.log"; }
  [ -e "$out" ] && size=$(du -sb "$out" | cut -f1)
  read -r wall user system kb <"$times"
  row "$bench" "$label" $(awk -v w="$wall" -v u="$user" -v s="$system" -v k="$kb" -v z="$size" \
    'BEGIN{printf "%.2f %.2f %.0f %.1f", w, u + s, k / 1024, z / 1048576}')
  tail -1 "$RESULTS/$bench.tsv" >&2
}

# report BENCH REFERENCE: median and minimum of the wall time, medians of the rest, and the ratio
# of the minima to that of the label REFERENCE.
report() {
  [ -s "$RESULTS/$1.tsv" ] || return 0
  printf '\n%s\n\n| | runs | median s | min s | cpu s | rss MB | size MB | min / %s |\n|---|---|---|---|---|---|---|---|\n' "$1" "$2"
  awk -F'\t' -v ref="$2" '
    function median(l, c,   i, j, t, n, a) { n = count[l]
      for (i = 1; i <= n; i++) a[i] = v[l, c, i] + 0
      for (i = 2; i <= n; i++) { t = a[i]; for (j = i - 1; j > 0 && a[j] > t; j--) a[j + 1] = a[j]; a[j + 1] = t }
      least = a[1]; return n % 2 ? a[(n + 1) / 2] : (a[n / 2] + a[n / 2 + 1]) / 2 }
    { if (!($1 in count)) order[++labels] = $1
      n = ++count[$1]; for (c = 2; c <= 5; c++) v[$1, c, n] = $c }
    END { median(ref, 2); base = least
      for (i = 1; i <= labels; i++) { l = order[i]; w = median(l, 2); m = least
        printf "| %s | %d | %.3f | %.3f | %.2f | %.0f | %.1f | %.2f |\n", l, count[l], w, m, median(l, 3), median(l, 4), median(l, 5), (base > 0 ? m / base : 0) } }' "$RESULTS/$1.tsv"
}

# stored DIRECTORY: where what belongs there is really kept, to be measured and removed
stored() { if [ "$STORE" = s3 ]; then echo "$BENCH_DIR/minio/data/bench/${1##*/}"; else echo "$1"; fi; }

# catalog DIRECTORY: jbackup's name for it
catalog() { if [ "$STORE" = s3 ]; then echo "s3://bench/${1##*/}"; else echo "$1"; fi; }
[ "$STORE" != s3 ] || export JBACKUP_S3_CONFIG=$S3_SETTINGS

jbackup_init() { # DIRECTORY
  fresh "$1"; rm -rf "$(stored "$1")"; [ "$STORE" = s3 ] || as mkdir -p "$1"
  set -- "$(catalog "$1")"
  as "$JBACKUP" init -B "$1" >/dev/null 2>&1 || die "jbackup init failed"
  as "$JBACKUP" add-instance -B "$1" -D "$PGDATA" --instance main >/dev/null 2>&1 || die "jbackup add-instance failed"
}

pgbackrest_init() { # DIRECTORY
  fresh "$1"; rm -rf "$1.spool" "$1.lock" "$(stored "$1")"
  local store=repo1-path=$1
  [ "$STORE" != s3 ] || store="repo1-type=s3
repo1-path=/${1##*/}
repo1-s3-bucket=bench
repo1-s3-endpoint=${S3_ADDRESS%:*}
repo1-storage-port=${S3_ADDRESS#*:}
repo1-s3-region=us-east-1
repo1-s3-uri-style=path
repo1-s3-key=bench
repo1-s3-key-secret=benchbench
repo1-storage-verify-tls=n"
  cat >"$1.conf" <<CONF
[global]
$store
lock-path=$1.lock
spool-path=$1.spool
log-level-file=off
start-fast=y
archive-check=n
[main]
pg1-path=$PGDATA
pg1-port=$PGPORT
pg1-socket-path=/tmp
pg1-user=postgres
CONF
  as pgbackrest --config="$1.conf" --stanza=main stanza-create >/dev/null || die "pgbackrest stanza-create failed"
}
