#!/bin/sh
# Measures this engine and its rivals on the same data in the same run, and prints a Markdown table.
#
#   testing/benchmarks/compare.sh [options]
#     --libs LIST        rivals, of yjs ywasm loro automerge diamond-types json-joy (default: "yjs loro json-joy")
#     --traces LIST      sequential histories (default: all six of ../shared/traces); "" for none
#     --concurrent LIST  concurrent histories (default: "friendsforever clownschool node_nodecc"); "" for none
#     --no-maps          leaves maps and objects out
#     --budget MS        on-CPU time after which a rival's repetitions end (default: 4000); one always runs to its end,
#                        but for maps and objects, which then tell the figure so far, marked with *
#     --rounds N         measured rounds of ours, after as many for warming up (default: 5)
#
# A short run: testing/benchmarks/compare.sh --libs yjs --traces sveltecomponent --concurrent "" --no-maps
# The rivals' scripts lie in ../shared/rivals, need Node 20+ and the npm registry once, and write under $RIVALS_OUT.
# Whatever cannot run is named below the table, with the reason.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
shared=$root/../shared
libs='yjs loro json-joy'
traces='automerge-paper sveltecomponent rustcode json-crdt-patch clownschool_flat friendsforever_flat'
concurrent='friendsforever clownschool node_nodecc'
maps=yes
budget=4000
rounds=5

while [ $# -gt 0 ]; do
  case $1 in
    --no-maps) maps=no; shift; continue ;;
    -h | --help) sed -n '2,/^set -eu/s/^# \{0,1\}//p' "$0"; exit 0 ;;
  esac
  [ $# -ge 2 ] || { printf 'compare: %s needs a value\n' "$1" >&2; exit 2; }
  case $1 in
    --libs) libs=$2 ;;
    --traces) traces=$2 ;;
    --concurrent) concurrent=$2 ;;
    --budget) budget=$2 ;;
    --rounds) rounds=$2 ;;
    *) printf 'compare: unknown option %s\n' "$1" >&2; exit 2 ;;
  esac
  shift 2
done

RIVALS_OUT=${RIVALS_OUT:-${TMPDIR:-$HOME/.cache}/hearth-rivals}
export RIVALS_OUT
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
: >"$work/skipped"

skip() {
  printf '%s\n' "$1" >>"$work/skipped"
  printf 'compare: skipped: %s\n' "$1" >&2
}

# ours NAME ARGUMENT...: runs a benchmark of this engine and keeps its JSON under NAME.
ours() {
  name=$1
  shift
  printf 'compare: hearth bench %s\n' "$*" >&2
  "$root/hearth" bench "$@" --warmup "$rounds" --rounds "$rounds" --json >"$work/$name.json" || {
    skip "hearth, $name: the command failed or its result was wrong"
    rm -f "$work/$name.json"
  }
}

# rival KIND LIB [TRACE]: runs a rival, which keeps its results itself.
rival() {
  printf 'compare: rivals/run.sh %s\n' "$*" >&2
  if ! BUD=$budget SBUD=$budget NOBULK=1 sh "$shared/rivals/run.sh" "$@" >"$work/log" 2>&1; then
    skip "$2, $1 ${3:-}: $(grep -m 1 -i error "$work/log" || tail -n 1 "$work/log")"
  fi
}

able=yes
if [ ! -d "$shared/rivals" ]; then
  able=no
  reason='../shared/rivals is absent'
elif ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
  able=no
  reason='no node and npm found'
elif ! sh "$shared/rivals/run.sh" maps plain-json none >"$work/log" 2>&1; then
  able=no
  reason="npm could not install them: $(tail -n 1 "$work/log")"
fi
if [ $able = no ]; then
  for lib in $libs; do
    skip "$lib, everything: $reason"
  done
  libs=
else
  rm -f "$RIVALS_OUT/results/seq.json" "$RIVALS_OUT/results/conc.json" "$RIVALS_OUT/results/maps.json"
fi

# histories KIND NAME...: measures histories with ours and every rival.
histories() {
  kind=$1
  shift
  for trace in "$@"; do
    if [ ! -f "$shared/traces/$trace.json.gz" ]; then
      skip "history $trace: ../shared/traces/$trace.json.gz is absent"
      continue
    fi
    ours "$kind.$trace" trace "$shared/traces/$trace.json.gz"
    for lib in $libs; do
      case $kind.$lib in
        conc.json-joy) skip "json-joy, concurrent history $trace: its replicas cannot be forked" ;;
        *) rival "$kind" "$lib" "$trace" ;;
      esac
    done
  done
}
# shellcheck disable=SC2086
histories seq $traces
# shellcheck disable=SC2086
histories conc $concurrent
if [ $maps = yes ]; then
  ours maps maps
  ours objects objects
  for lib in $libs; do
    case $lib in
      diamond-types | json-joy) skip "$lib, maps and objects: not among its workloads" ;;
      *) rival maps "$lib" ;;
    esac
  done
fi

"$root/hearth" --help >/dev/null
java=java
[ -n "${JAVA_HOME:-}" ] && java=$JAVA_HOME/bin/java
"$java" -cp "$root/kube-runtime/target/lib/*" "$root/testing/benchmarks/CompareTable.java" \
  "$work" "$RIVALS_OUT/results" "$libs" "$traces" "$concurrent"
