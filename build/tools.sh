# What ./binnacle and ./verify share: finding the tools, and running Maven so that one sees how far it is.
# POSIX sh; sourced.
# shellcheck shell=sh

say() {
  printf '%s\n' "$*" >&2
}

die() {
  say "$@"
  exit 1
}

# The major version of the JDK at $1, from its `release` file, which costs no start of a JVM; nothing if there is no JDK there.
jdk_version() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  sed -n 's/^JAVA_VERSION="\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' "$1/release"
}

# The folder that a command on the PATH really lives in: past symbolic links, without bin/.
home_of_command() {
  command=$(command -v "$1" 2>/dev/null) || return 1
  resolve "$command"
  dirname "$(dirname "$resolved")"
}

# Sets $resolved to the file that $1 names when all symbolic links are followed.
resolve() {
  resolved=$1
  while [ -L "$resolved" ]; do
    target=$(readlink "$resolved")
    case $target in
      /*) resolved=$target ;;
      *) resolved=$(dirname "$resolved")/$target ;;
    esac
  done
}

# Sets $jdk to the home of a JDK of version $1, or fails. JAVA17_HOME and the like come first.
find_jdk() {
  named=
  eval "named=\${JAVA$1_HOME:-}"
  for jdk in "$named" "${JAVA_HOME:-}" "$(home_of_command javac)" "$(home_of_command java)" \
    /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/homebrew/opt/openjdk@"$1" /usr/local/opt/openjdk@"$1" \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-/}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${SDKMAN_DIR:-${HOME:-/}/.sdkman}"/candidates/java/* "${HOME:-/}"/.jdks/* "${HOME:-/}"/.local/share/mise/installs/java/*; do
    [ -n "$jdk" ] && [ "$(jdk_version "$jdk")" = "$1" ] && return 0
  done
  if [ -x /usr/libexec/java_home ]; then
    jdk=$(/usr/libexec/java_home -v "$1" 2>/dev/null) && [ "$(jdk_version "$jdk")" = "$1" ] && return 0
  fi
  jdk=
  return 1
}

how_to_install_jdk() {
  say "  Debian, Ubuntu   apt-get install openjdk-$1-jdk, or temurin-$1-jdk from adoptium.net"
  say "  Fedora           dnf install java-$1-openjdk-devel"
  say "  macOS            brew install openjdk@$1"
  say "  anywhere         sdk install java $1-tem (sdkman.io), or a download from adoptium.net"
}

need_jdk_25() {
  find_jdk 25 && return 0
  say "Binnacle needs a JDK 25, and there is none in JAVA_HOME, on the PATH or in the usual places."
  how_to_install_jdk 25
  die "If it is somewhere else, set JAVA_HOME to it."
}

need_maven() {
  command -v mvn >/dev/null 2>&1 && return 0
  die "Binnacle is built with Maven 3.8 or newer, and mvn is not on the PATH. Install it: apt-get install maven, dnf install maven,
brew install maven, or sdk install maven."
}

need_node() {
  node=$(node --version 2>/dev/null) || node=
  major=${node#v}
  minor=${major#*.}
  major=${major%%.*}
  minor=${minor%%.*}
  if [ -z "$node" ] || [ "$major" -lt 20 ] || { [ "$major" -eq 20 ] && [ "$minor" -lt 19 ]; }; then
    die "The dashboard is built with Node 20.19 or newer, and ${node:-no node} is on the PATH. Install it: apt-get install nodejs npm,
dnf install nodejs, brew install node, or a download from nodejs.org."
  fi
  command -v npm >/dev/null 2>&1 || die "The dashboard is built with npm, and it is not on the PATH. Install it: apt-get install npm."
}

# Shows one line of progress: in place on a terminal, a line of its own elsewhere.
progress() {
  if [ -t 2 ]; then
    printf '\r\033[K%s' "$*" >&2
  else
    say "$@"
  fi
}

progress_done() {
  [ ! -t 2 ] || printf '\r\033[K' >&2
}

# Runs Maven on JDK 25 with the given arguments. Its output goes to the file $1, how far it is to the screen.
maven() {
  log=$1
  shift
  rm -f "$log.status"
  { JAVA_HOME=$jdk mvn -B "$@" 2>&1; echo $? >"$log.status"; } | {
    downloads=0
    module=
    while IFS= read -r line; do
      printf '%s\n' "$line"
      case $line in
        "[INFO] Building Binnacle"*"]")
          module=${line#"[INFO] Building Binnacle "}
          count=${line##*\[}
          count=${count%\]}
          module=${module%% *}
          case $module in [0-9]*) module=parent ;; esac
          module="${count%/*} of ${count#*/}: $module"
          progress "$module" ;;
        *"Downloaded from "*)
          downloads=$((downloads + 1))
          [ $((downloads % 50)) -ne 0 ] || progress "${module:+$module, }$downloads files downloaded" ;;
        "[INFO] Running dev.binnacle"*)
          [ ! -t 2 ] || progress "$module: ${line##*.}" ;;
      esac
    done >"$log"
    progress_done
  }
  status=$(cat "$log.status" 2>/dev/null) || status=1
  rm -f "$log.status"
  return "$status"
}

# What went wrong in a log of Maven's: the first errors, without Maven's advice on itself.
first_errors() {
  grep -E '^\[ERROR\]|^\[FATAL\]' "$1" | grep -vE '^\[ERROR\] *$|-> \[Help|re-run Maven|Re-run Maven|For more information|\[Help 1\]|After correcting|mvn <args> -rf|^\[ERROR\] *.at |See dump files' |
    cut -c1-400 | head -n "${2:-15}" >&2
}
