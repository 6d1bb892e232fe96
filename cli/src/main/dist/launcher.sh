#!/bin/sh
# Starts jbackup, archive-push or archive-get: whichever this file is called. PostgreSQL starts
# archive-push for every WAL segment, so on the usual path only built-ins of the shell run before
# Java does.

fail() {
  printf '%s: %s\n' "$name" "$1" >&2
  printf 'HINT: %s\n' "$2" >&2
  exit 126
}

# Sets java and arch when the directory $1 is a Java 25 or newer.
try_home() {
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  version=0
  arch=
  while IFS='="' read -r key _ value _; do
    case $key in
      JAVA_VERSION) version=${value%%[!0-9]*} ;;
      OS_ARCH) arch=$value ;;
    esac
  done <"$1/release"
  [ "${version:-0}" -ge 25 ] || return 1
  java=$1/bin/java
}

# The same for the path of a java program, which may be a link.
try_program() {
  [ -x "$1" ] || return 1
  program=$(readlink -f -- "$1") || return 1
  try_home "${program%/bin/java}"
}

find_java() {
  if [ -n "${JBACKUP_JAVA:-}" ]; then
    try_program "$JBACKUP_JAVA" || try_home "$JBACKUP_JAVA" ||
      fail "JBACKUP_JAVA is $JBACKUP_JAVA, which is not a Java 25 or newer" \
        "set it to the java program of a JDK 25, or unset it"
    return 0
  fi
  # Reading a whole release file takes a shell a millisecond; this Java is known.
  if { IFS= read -r built_with && IFS= read -r arch; } <"$home/lib/java-home" &&
    [ -x "$built_with/bin/java" ]; then
    java=$built_with/bin/java
    return 0
  fi
  if [ -n "${JAVA_HOME:-}" ] && try_home "$JAVA_HOME"; then return 0; fi
  if found=$(command -v java) && try_program "$found"; then return 0; fi
  for candidate in /usr/lib/jvm/*; do
    if try_home "$candidate"; then return 0; fi
  done
  fail "no Java 25 or newer in JAVA_HOME, PATH or /usr/lib/jvm" \
    "install one, for example the package temurin-25-jre or openjdk-25-jre-headless, or set JBACKUP_JAVA to its java program"
}

# Reads the command line of archive-get. False when something about it is unusual: Java's business.
read_get_options() {
  catalog=${BACKUP_PATH-}
  instance='' path='' wanted='' directory='' batch='' seen=' '
  while [ "$#" -gt 0 ]; do
    case $1 in
      --no-validate-wal | --no-color) option=$1 value='' ;;
      --*=*) option=${1%%=*} value=${1#*=} ;;
      -B?* | -j?*) option=${1%"${1#??}"} value=${1#??} ;;
      --* | -B | -j)
        [ "$#" -ge 2 ] || return 1
        option=$1 value=$2
        shift
        ;;
      *) return 1 ;;
    esac
    shift
    case $seen in *" $option "*) return 1 ;; esac
    seen="$seen$option "
    case $option in
      -B | --backup-path) catalog=$value ;;
      --instance) instance=$value ;;
      --wal-file-path) path=$value ;;
      --wal-file-name) wanted=$value ;;
      --prefetch-dir) directory=$value ;;
      --batch-size) batch=$value ;;
      -j | --threads | --no-validate-wal | --no-color | --log-*) ;;
      *) return 1 ;;
    esac
  done
  case $batch in '' | 0* | 1 | *[!0-9]* | ???????*) return 1 ;; esac
  case $wanted in '' | *[!0-9A-F]*) return 1 ;; esac
  [ -n "$path" ] && [ -n "$catalog" ]
}

# Delivers a segment that archive-get has fetched, verified and forced to disk before, without
# starting Java. False when there is none, or when it came from another archive.
serve_prefetched() {
  read_get_options "$@" || return 1
  if [ -z "$directory" ]; then
    case $path in
      */*) directory=${path%/*}/jbackup_prefetch ;;
      *) directory=jbackup_prefetch ;;
    esac
  fi
  [ -f "$directory/$wanted" ] && [ -r "$directory/source" ] || return 1
  { IFS= read -r from_catalog && IFS= read -r from_instance; } <"$directory/source" || return 1
  [ "$from_catalog" = "$catalog" ] && [ "$from_instance" = "$instance" ] || return 1
  mv -f -- "$directory/$wanted" "$path" 2>/dev/null
}

# Whether it is time to fetch more: when half of the segments are used up, and once again later. Not
# at every call in between, because the one that fetches may still be at it.
is_running_low() {
  set -- "$directory"/????????????????????????
  [ -e "$1" ] || shift
  [ "$#" -eq $((batch / 2)) ] || [ "$#" -eq $((batch / 4)) ]
}

self=$0
name=${self##*/}
if [ -h "$self" ]; then
  self=$(readlink -f -- "$self") || fail "cannot follow the link $0" "call the program by its own path"
  name=${self##*/}
fi
case $self in
  /*/bin/*) home=${self%/bin/*} ;;
  */*) home=$(cd -- "${self%/*}/.." && pwd) || exit 126 ;;
  *) home=$(cd .. && pwd) || exit 126 ;;
esac

command=$name
if [ "$name" = jbackup ]; then
  case ${1-} in
    archive-push | archive-get)
      command=$1
      shift
      ;;
  esac
fi

# The training-… programs exist only while the distribution is built.
# The short commands end before the optimising compiler would pay. The data path needs it, later than
# it comes by itself: what is done with each byte is native code for the most part, and both share
# the processors.
group=cli
main=io.jbackup.cli.Main
quick=-XX:TieredStopAtLevel=1
patient='-XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000
  -XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000'
compiler=$quick
logging=ch.qos.logback.classic.spi.LogbackServiceProvider
heap=-Xmx96m
# The archiving programs may end anywhere: PostgreSQL's signals need no handling by Java.
signals=
case $command in
  archive-push)
    group=archive
    main=io.jbackup.archivepush.ArchivePush
    heap=-Xmx64m
    signals=-Xrs
    ;;
  archive-get)
    group=archive
    main=io.jbackup.archivepush.ArchiveGet
    heap=-Xmx64m
    signals=-Xrs
    ;;
  training-archive)
    group=archive
    main=io.jbackup.archivepush.Training
    heap=-Xmx64m
    signals=-Xrs
    ;;
  training-archive-s3)
    group=archive-s3
    main=io.jbackup.archivepush.BucketTraining
    heap=-Xmx96m
    signals=-Xrs
    ;;
  training-cli)
    main=io.jbackup.cli.Training
    ;;
  training-cli-s3)
    group=cli-s3
    main=io.jbackup.cli.TrainingOnBucket
    ;;
  *)
    case ${1-} in
      backup | restore | validate | merge | checkdb | catchup | copy | service)
        compiler=$patient
        heap=-Xmx112m
        # Parts of an upload wait in memory; each file of WAL that is copied has its own. The
        # service's file may name buckets, and mirrors there beside a backup that is taken.
        case $1:${BACKUP_PATH-}:$* in
          service:* | copy:*s3://*) heap='-Xms32m -Xmx256m' ;;
          *s3://*) heap=-Xmx160m ;;
        esac
        ;;
    esac
    case ${BACKUP_PATH-}:$* in *s3://*) group=cli-s3 ;; esac
    ;;
esac

case $group in archive*) logging=org.slf4j.helpers.NOP_FallbackServiceProvider ;; esac

# Whether all that is encrypted or signed with the content of an object is done in native code, so
# that the optimising compiler has nothing to do: over TLS, without encryption by jbackup, without
# what makes Java's own TLS serve.
is_native() {
  keys=${JBACKUP_ENCRYPT_KEY_FILE-}${JBACKUP_ENCRYPT_PASSPHRASE_FILE-}${JBACKUP_ENCRYPT_KEY_COMMAND-}
  keys=$keys${JBACKUP_ENCRYPT_RECIPIENT-}${JBACKUP_DECRYPT_IDENTITY_FILE-}
  [ -z "$keys${https_proxy+set}${HTTPS_PROXY+set}" ] || return 1
  case ${AWS_ENDPOINT_URL_S3-}:${AWS_ENDPOINT_URL-} in *http:*) return 1 ;; esac
  case " $*" in *" --encrypt-"* | *" --decrypt-"*) return 1 ;; esac
  settings=${JBACKUP_S3_CONFIG:-/etc/jbackup/s3.conf}
  [ -r "$settings" ] || return 0
  while read -r line || [ -n "$line" ]; do
    case $line in endpoint*http:* | tls*java* | proxy*) return 1 ;; esac
  done <"$settings"
}

counted_on_native=
# Archiving to an object store takes more classes, which a catalog on a disk shall not pay for.
case $group:${BACKUP_PATH-}:$* in
  archive:s3://* | archive:*" s3://"* | archive:*=s3://* | archive:*-Bs3://*)
    group=archive-s3
    heap=-Xmx96m
    # Many segments in one go: for signatures and encryption the optimising compiler pays. A segment
    # that cannot be compressed waits in memory whole, with each thread.
    case " $*" in
      *" --batch-size"*)
        if is_native "$@"; then counted_on_native=yes; else compiler=$patient; fi
        [ "$command" = archive-get ] || heap='-Xms32m -Xmx256m'
        ;;
    esac
    ;;
esac

case $command:${1-} in
  jbackup:restore) if is_native "$@"; then counted_on_native=yes compiler=$quick; fi ;;
esac

start_java() {
  case $home in
    *:*) fail "Java cannot run from $home, whose name has a colon" "move jbackup to another directory" ;;
  esac
  find_java

  IFS= read -r jars <"$home/lib/$group.jars" ||
    fail "$home/lib/$group.jars cannot be read" "copy the whole directory of jbackup, readable by everybody"
  classpath=
  for jar in $jars; do
    classpath=$classpath${classpath:+:}$home/lib/$jar
  done
  # Archiving needs this large jar for passphrases only, whose option may be abbreviated.
  case $group:${JBACKUP_ENCRYPT_PASSPHRASE_FILE:+given}" $*" in
    archive*:given* | archive*" --encrypt-p"*)
      for jar in "$home"/lib/bcprov-*.jar; do classpath=$classpath:$jar; done
      ;;
  esac

  case $arch in
    x86_64 | amd64) native=$home/lib/native/linux-amd64 ;;
    aarch64 | arm64) native=$home/lib/native/linux-aarch64 ;;
    *)
      native=
      [ -z "$counted_on_native" ] || compiler=$patient
      ;;
  esac

  # Java takes the encoding of file names from the locale; PostgreSQL's own is often C.
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
    *[Uu][Tt][Ff]*) ;;
    *) export LC_ALL=C.UTF-8 ;;
  esac

  cache=$home/lib/$group.aot
  [ -r "$cache" ] || cache=

  # What Java picks up from these it also announces on stderr; JBACKUP_JAVA_OPTS is silent.
  unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS

  # The flags must be those that the AOT cache was made with. A cache that does not fit is left
  # aside by Java, which says so only in its own log, and that is off. A cache that is mapped where
  # it was made for needs no relocation; a Java that does not know this flag any more may ignore it.
  # To compile at once what the training compiled does not pay.
  # With the name of its provider, SLF4J need not look into every jar for one.
  # shellcheck disable=SC2086 # how, compiler, heap, signals, exits and JBACKUP_JAVA_OPTS are lists of words
  $how "$java" -XX:+IgnoreUnrecognizedVMOptions -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 \
    -XX:-AOTReplayTraining -XX:+UseSerialGC $compiler $heap $signals -XX:-UsePerfData -Xlog:disable -XX:-PrintWarnings \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    ${cache:+"-XX:AOTCache=$cache"} ${native:+"-DZstdNativePath=$native/libzstd-jni.so" "-Djava.library.path=$native"} \
    -Dslf4j.internal.verbosity=ERROR "-Dslf4j.provider=$logging" "-Djbackup.home=$home" $exits ${JBACKUP_JAVA_OPTS:-} -cp "$classpath" "$main" "$@"
}

how=exec
exits=
if [ "$command" != archive-get ]; then
  start_java "$@"
fi

# In the background with nothing open: PostgreSQL waits for this shell only.
fetch_more() {
  (start_java "$@" --background-prefetch) </dev/null >/dev/null 2>&1 &
}

if serve_prefetched "$@"; then
  if is_running_low; then fetch_more "$@"; fi
  exit 0
fi

# A Java that cannot start ends with 1, which would tell PostgreSQL that the file does not exist:
# so archive-get says that by another number.
how=
exits='-Djbackup.exit.absent=81 -Djbackup.exit.prefetch=82'
start_java "$@"
code=$?
how=exec
exits=
case $code in
  0) exit 0 ;;
  81) exit 1 ;;
  82)
    fetch_more "$@"
    exit 0
    ;;
esac
[ "$code" -ge 126 ] || code=126
exit "$code"
