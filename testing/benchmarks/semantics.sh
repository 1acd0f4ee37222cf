#!/bin/sh
# Plays the cases in which engines lose data, with this engine and with its rivals, and prints one Markdown table.
#
#   testing/benchmarks/semantics.sh
#
# Ours is dev.hearth.echo.Semantics among the tests of echo-core. Exits with 1 when a case of ours does not pass.
# The rivals' script lies in ../shared/rivals, needs Node 20+ and the npm registry once, and writes under $RIVALS_OUT.
# Without it the table has our column alone.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
rivals=$root/../shared/rivals
RIVALS_OUT=${RIVALS_OUT:-${TMPDIR:-$HOME/.cache}/hearth-rivals}
export RIVALS_OUT
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

printf 'semantics: building\n' >&2
"$root/hearth" --help >/dev/null
(cd "$root" && mvn -B -ntp -q -pl echo-core -am -Dcheckstyle.skip -Dspotless.check.skip test-compile) >&2

java=java
[ -n "${JAVA_HOME:-}" ] && java=$JAVA_HOME/bin/java
status=0
"$java" -Dorg.slf4j.simpleLogger.defaultLogLevel=error \
  -cp "$root/echo-core/target/test-classes:$root/echo-core/target/classes:$root/kube-runtime/target/lib/*" \
  dev.hearth.echo.Semantics >"$work/ours" || status=$?

theirs=no
if [ -d "$rivals" ] && command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1; then
  printf 'semantics: rivals\n' >&2
  if sh "$rivals/run.sh" semantics >"$work/log" 2>&1; then
    theirs=yes
  else
    printf 'semantics: skipped the rivals: %s\n' "$(tail -n 1 "$work/log")" >&2
  fi
fi

if [ $theirs = yes ]; then
  # The paste ends automerge's WebAssembly module for the rest of that script, so what comes after it is played apart.
  node --expose-gc "$here/flips.mjs" automerge >"$work/automerge" 2>/dev/null || : >"$work/automerge"
  node "$here/semantics-table.mjs" "$work/ours" "$RIVALS_OUT/results/semantics.json" "$work/automerge"
else
  awk -F '\t' 'BEGIN { print "| case | ours | |\n|---|---|---|" } { print "| " $1 " | " $2 " | " $3 " |" }' "$work/ours"
fi
exit $status
