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
# The short commands end before the optimising compiler would pay. The data path needs it.
group=cli
main=io.jbackup.cli.Main
compiler=-XX:TieredStopAtLevel=1
heap=-Xmx96m
case $command in
  archive-push)
    group=archive
    main=io.jbackup.archivepush.ArchivePush
    heap=-Xmx64m
    ;;
  archive-get)
    group=archive
    main=io.jbackup.archivepush.ArchiveGet
    heap=-Xmx64m
    ;;
  training-archive)
    group=archive
    main=io.jbackup.archivepush.Training
    heap=-Xmx64m
    ;;
  training-cli)
    main=io.jbackup.cli.Training
    ;;
  *)
    case ${1-} in
      backup | restore | validate | merge | checkdb | catchup)
        compiler=-XX:+TieredCompilation
        heap=-Xmx112m
        ;;
    esac
    ;;
esac

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

case $arch in
  x86_64 | amd64) native=$home/lib/native/linux-amd64/libzstd-jni.so ;;
  aarch64 | arm64) native=$home/lib/native/linux-aarch64/libzstd-jni.so ;;
  *) native= ;;
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
# aside by Java, which says so only in its own log, and that is off.
# shellcheck disable=SC2086 # JBACKUP_JAVA_OPTS is a list of words
exec "$java" -XX:+UseSerialGC $compiler $heap -XX:-UsePerfData -Xlog:disable \
  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  ${cache:+"-XX:AOTCache=$cache"} ${native:+"-DZstdNativePath=$native"} \
  "-Djbackup.home=$home" ${JBACKUP_JAVA_OPTS:-} -cp "$classpath" "$main" "$@"
