# The distribution that ./binnacle runs: target/binnacle-<hash of what it is made from>.
# POSIX sh; sourced after tools.sh.
# shellcheck shell=sh disable=SC2154 # $root is set by who sources this

# The rooms of which the distribution is made.
dist_rooms="model config protocol client engine storage ingest notify exchange web server cli demo"

# A hash over the content and the names of all sources, so that neither a checkout nor a touch makes a distribution stale.
source_hash() {
  (
    cd "$root" || exit 1
    set -- pom.xml .mvn/jvm.config docs/runbooks.md
    for room in $dist_rooms; do
      set -- "$@" "$room/pom.xml"
      [ ! -d "$room/src/main" ] || set -- "$@" "$room/src/main"
    done
    [ ! -d web/ui ] || set -- "$@" web/ui
    files=$(find "$@" \( -name node_modules -o -name dist -o -name coverage \) -prune -o -type f -print | LC_ALL=C sort)
    { echo "$files"; echo "$files" | tr '\n' '\0' | xargs -0 cat; } | sha256 | cut -c1-16
  )
}

sha256() {
  if command -v sha256sum >/dev/null 2>&1; then
    sha256sum
  else
    shasum -a 256
  fi
}

# Prints the folder of the distribution of these sources, built if there is none.
fresh_distribution() {
  hash=$(source_hash)
  [ -n "$hash" ] || die "Cannot read the sources under $root."
  if [ ! -d "$root/target/binnacle-$hash" ]; then
    need_maven
    [ ! -f "$root/web/ui/package.json" ] || need_node
    mkdir -p "$root/target" || die "Cannot write to $root/target: Binnacle is built there."
    build_alone
  fi
  echo "$root/target/binnacle-$hash"
}

# Builds unless another ./binnacle is at it, and then waits for that.
build_alone() {
  lock=$root/target/build.lock
  waiting=
  until mkdir "$lock" 2>/dev/null; do
    builder=$(cat "$lock/pid" 2>/dev/null)
    if [ -n "$builder" ] && ! kill -0 "$builder" 2>/dev/null; then
      rm -rf "$lock" # its builder was killed
      continue
    fi
    [ -n "$waiting" ] || say "Another process ($builder) is building Binnacle; waiting for it."
    waiting=yes
    sleep 1
  done
  echo $$ >"$lock/pid"
  trap 'rm -rf "$lock"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  [ -d "$root/target/binnacle-$hash" ] || build
  rm -rf "$lock"
  trap - EXIT INT TERM HUP
}

build() {
  log=$root/target/build.log
  say "Building Binnacle, once for this version of the sources (1-2 minutes; the first time libraries are downloaded, too)."
  # Tests are left out, and with them the need for a JDK 17.
  if ! (cd "$root" && maven "$log" -pl cli,demo -am -Dmaven.test.skip=true -Djacoco.skip=true '-Dtest.jdk.range=[25,26)' package); then
    say "Binnacle could not be built:"
    first_errors "$log"
    die "The whole log is $log"
  fi
  # Copied, so that a process that runs keeps its jars when the next build replaces them. The one before stays for the same reason.
  # shellcheck disable=SC2012 # by time, and the names are ours
  ls -dt "$root"/target/binnacle-* 2>/dev/null | tail -n +2 | while IFS= read -r old; do rm -rf "$old"; done
  new=$root/target/binnacle-$hash
  rm -rf "$new.part"
  if ! { cp -R "$root/target/dist" "$new.part" && mv "$new.part" "$new"; }; then
    die "Cannot write the distribution to $new."
  fi
}
