#!/bin/sh
# Measures this engine and its rivals on the same data in the same run, and prints Markdown: the targets with what was
# reached, the histories as this engine alone sees them, all figures beside the rivals', and the small workloads.
#
#   testing/benchmarks/compare.sh [options]
#     --parts LIST       what to measure (default: all of them)
#                          seq     sequential histories          conc    concurrent ones
#                          files   files of more rivals          repeat  the first two concurrent ones 25 times over
#                          maps    a map of 100,000 keys         objects 100,000 objects
#                          micro   B1 to B3 of crdt-benchmarks   paste   10 MB pasted and deleted
#                          flips   saved bytes changed           memory  an open document of the first history
#     --libs LIST        rivals of seq, conc and objects (default: "yjs loro json-joy"); the other parts have theirs:
#                        files automerge diamond-types; repeat yjs; maps and micro yjs ywasm loro; paste and flips all
#     --traces LIST      sequential histories (default: all six of ../shared/traces); "" for none
#     --concurrent LIST  concurrent histories (default: "friendsforever clownschool node_nodecc"); "" for none
#     --repeat-libs LIST rivals of repeat (default: yjs; loro takes a quarter of an hour)
#     --budget MS        time after which a rival's repetitions end (default: 3000); one always runs to its end, but for
#                        maps, objects and files, which then tell the figure so far, marked with *
#     --rounds N         measured rounds of ours, after as many for warming up (default: 5); of micro for all sides
#     --keep DIR         keeps the results there and prints those of earlier runs too, so that parts can be measured
#                        one by one, or again; --parts "" only prints. Begin with a new folder for a new machine
#     --into FILE        puts the Markdown between the marks of figures in this file instead, as docs/benchmarks.md has
#
# A short run: testing/benchmarks/compare.sh --parts seq --libs yjs --traces sveltecomponent
# The rivals' scripts lie in ../shared/rivals, need Node 20+ and the npm registry once, and write under $RIVALS_OUT.
# Whatever cannot run is named below the tables, with the reason.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
shared=$root/../shared
parts='seq conc files repeat maps objects micro paste flips memory'
libs='yjs loro json-joy'
file_libs='automerge diamond-types'
repeat_libs='yjs'
map_libs='yjs ywasm loro'
all_libs='yjs ywasm loro automerge diamond-types json-joy'
traces='automerge-paper sveltecomponent rustcode json-crdt-patch clownschool_flat friendsforever_flat'
concurrent='friendsforever clownschool node_nodecc'
times=25
budget=3000
rounds=5
keep=
into=

while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) sed -n '2,/^set -eu/{/^set -eu/d;s/^# \{0,1\}//p;}' "$0"; exit 0 ;;
  esac
  [ $# -ge 2 ] || { printf 'compare: %s needs a value\n' "$1" >&2; exit 2; }
  case $1 in
    --parts) parts=$2 ;;
    --libs) libs=$2 ;;
    --traces) traces=$2 ;;
    --concurrent) concurrent=$2 ;;
    --repeat-libs) repeat_libs=$2 ;;
    --budget) budget=$2 ;;
    --rounds) rounds=$2 ;;
    --keep) keep=$2 ;;
    --into) into=$2 ;;
    *) printf 'compare: unknown option %s\n' "$1" >&2; exit 2 ;;
  esac
  shift 2
done

RIVALS_OUT=${RIVALS_OUT:-${TMPDIR:-$HOME/.cache}/hearth-rivals}
export RIVALS_OUT
if [ -n "$keep" ]; then
  mkdir -p "$keep"
  work=$(cd "$keep" && pwd)
else
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
fi
mkdir -p "$work/theirs" "$work/classes"
: >>"$work/skipped"

skip() {
  printf '%s\n' "$1" >>"$work/skipped"
  printf 'compare: skipped: %s\n' "$1" >&2
}

# part NAME: whether it was asked for.
part() {
  case " $parts " in
    *" $1 "*) return 0 ;;
    *) return 1 ;;
  esac
}

# ours NAME ROUNDS ARGUMENT...: runs a benchmark of this engine and keeps its JSON under NAME.
ours() {
  name=$1
  count=$2
  shift 2
  printf 'compare: hearth bench %s\n' "$*" >&2
  if "$root/hearth" bench "$@" --warmup "$count" --rounds "$count" --json >"$work/unfinished"; then
    mv "$work/unfinished" "$work/$name.json"
  else
    skip "hearth, $name: the command failed or its result was wrong"
    rm -f "$work/$name.json"
  fi
}

# rival KIND LIB [TRACE]: runs a script of ../shared/rivals, which keeps its results itself. The budget of maps and
# objects is twice as long, for what is not played to its end says nothing of files.
rival() {
  printf 'compare: rivals/run.sh %s\n' "$*" >&2
  most=$budget
  [ "$1" != maps ] || most=$((budget * 2))
  if ! BUD=$most SBUD=$budget NOBULK=1 sh "$shared/rivals/run.sh" "$@" >"$work/log" 2>&1; then
    skip "$2, $1 ${3:-}: $(grep -m 1 -i error "$work/log" || tail -n 1 "$work/log")"
  fi
}

# script NAME LIB ARGUMENT...: runs a script of this folder with a rival and keeps its JSON under NAME.LIB.
script() {
  name=$1
  lib=$2
  shift 2
  printf 'compare: %s of %s\n' "$name" "$lib" >&2
  if ! node --expose-gc --max-old-space-size=6000 "$here/${name%%.*}.mjs" "$lib" "$@" \
    >"$work/unfinished" 2>"$work/log"; then
    skip "$lib, $name: $(grep -m 1 -i error "$work/log" || tail -n 1 "$work/log")"
    rm -f "$work/theirs/$name.$lib.json"
    return 0
  fi
  mv "$work/unfinished" "$work/theirs/$name.$lib.json"
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
  skip "all rivals, everything: $reason"
  libs='' file_libs='' repeat_libs='' map_libs='' all_libs=''
else
  for results in seq conc maps mem; do
    rm -f "$RIVALS_OUT/results/$results.json"
    [ ! -f "$work/theirs/$results.json" ] || cp "$work/theirs/$results.json" "$RIVALS_OUT/results/"
  done
fi

# history TRACE: whether it is there.
history() {
  [ -f "$shared/traces/$1.json.gz" ] && return 0
  skip "history $1: ../shared/traces/$1.json.gz is absent"
  return 1
}

# histories KIND NAME...: measures histories with ours and every rival.
histories() {
  kind=$1
  shift
  for trace in "$@"; do
    history "$trace" || continue
    ours "$kind.$trace" "$rounds" trace "$shared/traces/$trace.json.gz"
    for lib in $libs; do
      case $kind.$lib in
        conc.json-joy) skip "json-joy, concurrent history $trace: its replicas cannot be forked" ;;
        *) rival "$kind" "$lib" "$trace" ;;
      esac
    done
  done
}

files() {
  for trace in $traces; do
    history "$trace" || continue
    [ -f "$work/seq.$trace.json" ] || ours "seq.$trace" 1 trace "$shared/traces/$trace.json.gz"
    for lib in $file_libs; do
      script "files.$trace" "$lib" "$shared/traces/$trace.json.gz" $((budget * 10))
    done
  done
}

# The same history so many times over; ours also a hundred times.
repeated() {
  for trace in friendsforever clownschool; do
    history "$trace" || continue
    file=$shared/traces/$trace.json.gz
    for count in $times 100; do
      ours "repeat.$trace.$count" 2 trace "$file" --repeat "$count"
    done
    [ -f "$work/conc.$trace.json" ] || ours "conc.$trace" "$rounds" trace "$file"
    for lib in $repeat_libs; do
      script "merges.$trace" "$lib" "$file" $times 2 2 $((budget * 40))
    done
  done
}

maps() {
  ours maps "$rounds" maps
  for lib in $map_libs; do
    rival maps "$lib" m
  done
}

objects() {
  ours objects "$rounds" objects
  for lib in $libs; do
    case $lib in
      automerge | loro | yjs | ywasm) rival maps "$lib" o ;;
      *) skip "$lib, objects: not among its workloads" ;;
    esac
  done
}

# Of ours the paste and the flips come from here too.
micro() {
  ours micro "$rounds" micro
  part micro || return 0
  "$root/hearth" bench micro --export "$work/scripts.json"
  for lib in $map_libs; do
    script micro "$lib" "$work/scripts.json" "$rounds" "$rounds" "$budget"
  done
}

# automerge is left out of the paste: it ends after a minute, at more than three gigabytes
pastes() {
  for lib in $all_libs; do
    [ "$lib" = automerge ] || script paste "$lib"
  done
}

flips() {
  for lib in $all_libs; do
    script flips "$lib"
  done
}

memory() {
  for lib in $libs; do
    if [ -f "$RIVALS_OUT/out/$lib.${traces%% *}.bin" ]; then
      rival mem "$lib" "${traces%% *}"
    fi
  done
}

# shellcheck disable=SC2086
if part seq; then histories seq $traces; fi
# shellcheck disable=SC2086
if part conc; then histories conc $concurrent; fi
if part files; then files; fi
if part repeat; then repeated; fi
if part maps; then maps; fi
if part objects; then objects; fi
if part micro || part paste || part flips; then micro; fi
if part paste; then pastes; fi
if part flips; then flips; fi
if part memory; then memory; fi

"$root/hearth" --help >/dev/null
for results in seq conc maps mem; do
  [ ! -f "$RIVALS_OUT/results/$results.json" ] || cp "$RIVALS_OUT/results/$results.json" "$work/theirs/"
done
bin=${JAVA_HOME:+$JAVA_HOME/bin/}
sort -u -o "$work/skipped" "$work/skipped"
"${bin}javac" -d "$work/classes" -cp "$root/kube-runtime/target/lib/*" "$here"/*.java
"${bin}java" -cp "$work/classes:$root/kube-runtime/target/lib/*" CompareTable "$work" "$traces" "$concurrent" >"$work/figures.md"
if [ -z "$into" ]; then
  cat "$work/figures.md"
else
  sed -e "/^<!-- figures -->/r $work/figures.md" -e '/^<!-- figures -->/,/^<!-- end of figures -->/{/^<!--/!d;}' \
    "$into" >"$work/whole.md"
  cat "$work/whole.md" >"$into"
fi
