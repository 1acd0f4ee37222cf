// node semantics-table.mjs OURS THEIRS FLIPS : joins our lines of tabs with the JSON of the rivals' script.
// FLIPS is what `flips.mjs automerge` printed, or empty.
import fs from 'fs'

const [ours, theirs, flips] = process.argv.slice(2).map(file => fs.readFileSync(file, 'utf8'))
const cases = JSON.parse(theirs)
const corrupt = Object.keys(cases).find(name => name.startsWith('corrupt'))
if (flips && corrupt) {
  const { rejected, accepted } = JSON.parse(flips)
  cases[corrupt].automerge = `${rejected} rejected, ${accepted} accepted (played alone)`
}
const cell = value => (value ?? '–').replaceAll('|', '\\|')
console.log('| case | yjs | loro | automerge | ours | |\n|---|---|---|---|---|---|')
for (const line of ours.trimEnd().split('\n')) {
  const [name, outcome, verdict] = line.split('\t')
  const { yjs, loro, automerge } = cases[name] ?? {}
  console.log('| ' + [name, yjs, loro, automerge, outcome, verdict].map(cell).join(' | ') + ' |')
}
