#!/bin/bash
# MinIO with TLS, which pgBackRest insists on, and its bucket "bench": the other scripts use it with
# STORE=s3.
#   minio.sh start | stop       MINIO=the program
. "$(dirname "$0")/common.sh"
MINIO=${MINIO:-$HERE/../../target/minio/minio}
case ${1:-start} in
start)
  as mkdir -p "$BENCH_DIR/minio/data/bench" "$BENCH_DIR/minio/certs"
  as openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 \
    -keyout "$BENCH_DIR/minio/certs/private.key" -out "$BENCH_DIR/minio/certs/public.crt" 2>"$LOGS/openssl.log" || die "openssl failed"
  as env MINIO_ROOT_USER=bench MINIO_ROOT_PASSWORD=benchbench HOME="$BENCH_DIR/minio" \
    "$MINIO" server --quiet --certs-dir "$BENCH_DIR/minio/certs" --address "$S3_ADDRESS" "$BENCH_DIR/minio/data" >"$LOGS/minio.log" 2>&1 &
  echo $! >"$BENCH_DIR/minio/pid"
  printf '[default]\naws_access_key_id = bench\naws_secret_access_key = benchbench\n' | as tee "$BENCH_DIR/minio/credentials" >/dev/null
  chmod 600 "$BENCH_DIR/minio/credentials"
  printf 'endpoint = https://%s\ncredentials-file = %s\nca-file = %s\n' "$S3_ADDRESS" "$BENCH_DIR/minio/credentials" \
    "$BENCH_DIR/minio/certs/public.crt" | as tee "$S3_SETTINGS" >/dev/null
  for _ in $(seq 100); do
    if curl -ks "https://$S3_ADDRESS/minio/health/ready"; then exit 0; fi
    sleep 0.1
  done
  die "MinIO does not start, see $LOGS/minio.log" ;;
stop) kill "$(cat "$BENCH_DIR/minio/pid")"; rm -rf "$BENCH_DIR/minio" ;;
*) die "start or stop" ;;
esac
