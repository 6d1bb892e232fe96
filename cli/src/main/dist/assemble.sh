#!/bin/sh
# Puts the distribution together: assemble.sh DIRECTORY CLASSPATH_FILE OWN_JAR LAUNCHER JAVA_HOME
# Makes nothing anew when the distribution is newer than all it is made of. DIRECTORY.built is touched
# in any case: that is when the distribution was last known to be like its sources.
set -eu
target=$1
classpath=$2
own=$3
launcher=$4
java_home=$5

# One jar a line: ours first, in the order of the class path.
all=$target.jars
{ echo "$own" && tr ':' '\n' <"$classpath"; } | grep -v '/jspecify-[^/]*\.jar$' >"$all"

up_to_date() {
  [ -e "$target/lib/java-home" ] && [ "$(head -n 1 "$target/lib/java-home")" = "$(readlink -f "$java_home")" ] || return 1
  for input in "$launcher" "$0"; do
    [ -z "$(find "$input" -newer "$target/lib/java-home")" ] || return 1
  done
  while IFS= read -r jar; do
    [ -e "$target/lib/${jar##*/}" ] || return 1
    [ -z "$(find "$jar" -newer "$target/lib/java-home")" ] || return 1
  done <"$all"
}

if up_to_date; then
  touch "$target.built"
  exit 0
fi

umask 022
rm -rf "$target"
mkdir -p "$target/bin" "$target/lib/native"
for program in jbackup archive-push archive-get; do
  cp "$launcher" "$target/bin/$program"
  chmod 755 "$target/bin/$program"
done

cli=
archive=
bucket=
sdk=$(sed -n 's|.*/s3-\(.*\)\.jar$|\1|p' "$all")
while IFS= read -r jar; do
  name=${jar##*/}
  cp "$jar" "$target/lib/$name"
  cli="$cli $name"
  case $name in
    archive-push-* | catalog-* | zstd-jni-* | lz4-java-* | conscrypt-*) archive="$archive $name" ;;
    # The AWS SDK's modules share the version of its module s3.
    *-"$sdk".jar | slf4j-api-* | reactive-streams-*) bucket="$bucket $name" ;;
  esac
done <"$all"
echo "$cli" | tee "$target/lib/cli.jars" >"$target/lib/cli-s3.jars"
echo "$archive" >"$target/lib/archive.jars"
echo "$archive$bucket" >"$target/lib/archive-s3.jars"
chmod 644 "$target"/lib/*.jar

# Java would otherwise unpack the libraries into /tmp at each start.
native() {
  directory=$target/lib/native/linux-$1
  mkdir -p "$directory"
  (
    cd "$directory"
    "$java_home/bin/jar" xf ../../zstd-jni-*.jar "linux/$1"
    mv linux/"$1"/libzstd-jni-*.so libzstd-jni.so
    mv "$target.conscrypt/META-INF/native/libconscrypt_openjdk_jni-linux-$2.so" .
    rm -r linux
    chmod 644 ./*.so
  )
}

# Conscrypt looks into its jar first, so the jar must not have them.
conscrypt=$(echo "$target"/lib/conscrypt-*.jar)
rm -rf "$target.conscrypt"
mkdir "$target.conscrypt"
(cd "$target.conscrypt" && "$java_home/bin/jar" xf "$conscrypt")
native amd64 x86_64
native aarch64 aarch_64
rm -r "$target.conscrypt/META-INF/native"
"$java_home/bin/jar" cfM "$conscrypt" -C "$target.conscrypt" .
chmod 644 "$conscrypt"
rm -r "$target.conscrypt"

# An AOT cache holds what one run of a program loaded, for this very Java and these flags. Paths of
# the options are relative because JBACKUP_JAVA_OPTS is split at spaces.
train() {
  group=$1
  main=$2
  jar=$3
  if ! "$java_home/bin/jar" tf "$jar" | grep -q "^$main\$"; then return 0; fi
  work=$target.training
  rm -rf "$work"
  mkdir -p "$work"
  cp "$launcher" "$target/bin/training-$group"
  chmod 755 "$target/bin/training-$group"
  run_training record "-XX:AOTMode=record -XX:AOTConfiguration=jbackup.config"
  run_training create \
    "-XX:AOTMode=create -XX:AOTConfiguration=jbackup.config -XX:AOTCache=jbackup.aot"
  rm "$target/bin/training-$group"
  mv "$work/jbackup.aot" "$target/lib/$group.aot"
  chmod 644 "$target/lib/$group.aot"
  rm -rf "$work"
}

run_training() {
  if ! (
    cd "$work"
    AWS_ACCESS_KEY_ID=training AWS_SECRET_ACCESS_KEY=training \
      JBACKUP_JAVA=$java_home/bin/java JBACKUP_JAVA_OPTS=$2 \
      "$target/bin/training-$group" "$work/data" >"$target.log" 2>&1
  ); then
    cat "$target.log" >&2
    echo "assemble.sh: the training run ($1) of $main failed" >&2
    exit 1
  fi
}

train archive io/jbackup/archivepush/Training.class "$(echo "$target"/lib/archive-push-*.jar)"
train archive-s3 io/jbackup/archivepush/BucketTraining.class \
  "$(echo "$target"/lib/archive-push-*.jar)"
train cli io/jbackup/cli/Training.class "$(echo "$target"/lib/cli-*.jar)"
train cli-s3 io/jbackup/cli/TrainingOnBucket.class "$(echo "$target"/lib/cli-*.jar)"

# Last, because it is also the sign that all this was done.
real=$(readlink -f "$java_home")
arch=$(sed -n 's/^OS_ARCH="\(.*\)"$/\1/p' "$real/release")
printf '%s\n%s\n' "$real" "$arch" >"$target/lib/java-home"
touch "$target.built"
