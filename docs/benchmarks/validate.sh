#!/bin/bash
# validate against its limit: the decompression of the same bytes. Takes a backup unless there is
# one already (VALIDATE_CATALOG, then no server is needed).
. "$(dirname "$0")/common.sh"
J=${VALIDATE_CATALOG:-$WORK/jbackup}
if [ -z "${VALIDATE_CATALOG:-}" ]; then
  jbackup_init "$J"; sql checkpoint
  as "$JBACKUP" backup -B "$J" --instance main -b FULL --stream --temp-slot --compress -j "$THREADS" --no-validate "${CONNECTION[@]}" >"$LOGS/validate-backup.log" 2>&1 || die "the backup failed"
fi
B=$(dirname "$(ls -d "$J"/backups/main/*/base.tar.zst | tail -1)")
RAW=$(sed -n 's/^uncompressed-bytes = //p' "$B/backup.control")
validate() { measure validate "$1" "$B" "$JBACKUP" validate -B "$J" --instance main -i "$(basename "$B")" "${@:2}"; }

rm -f "$RESULTS/validate.tsv"
cat "$B"/* >/dev/null
for _ in $(seq "$RUNS"); do
  measure validate "zstd -t" "$B" zstd -qt "$B/base.tar.zst"
  validate "validate -j 1" -j 1
  validate "validate -j 2" -j 2
  validate "validate -j 2 --skip-block-validation" -j 2 --skip-block-validation
done
report validate "zstd -t"
printf '\n| %s MB raw | MB/s at the minimum | MB per CPU second |\n|---|---|---|\n' "$((RAW / 1000000))"
awk -F'\t' -v raw="$RAW" '
  { if (!($1 in best)) { order[++n] = $1; best[$1] = $2; cpu[$1] = $3 }
    if ($2 < best[$1]) best[$1] = $2
    if ($3 < cpu[$1]) cpu[$1] = $3 }
  END { for (i = 1; i <= n; i++) printf "| %s | %.0f | %.0f |\n", order[i], raw / 1e6 / best[order[i]], raw / 1e6 / cpu[order[i]] }' "$RESULTS/validate.tsv"
