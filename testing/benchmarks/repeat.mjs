// node repeat.mjs IN.json.gz TIMES OUT.json : writes a recorded history so many times over.
// Each copy begins when all of the one before is merged, and writes in front of what is there, so that the positions of
// the record stay right and the text ends as that of the record, as many times over.
import fs from 'fs'
import zlib from 'zlib'

const [from, times, to] = process.argv.slice(2)
const trace = JSON.parse(zlib.gunzipSync(fs.readFileSync(from)))
const count = trace.txns.length
const hasChild = new Set(trace.txns.flatMap(txn => txn.parents))
const heads = trace.txns.map((_, i) => i).filter(i => !hasChild.has(i))
const rest = { ...trace, txns: undefined, endContent: trace.endContent.repeat(+times) }

const out = fs.openSync(to, 'w')
fs.writeSync(out, JSON.stringify(rest).slice(0, -1) + ',"txns":[')
for (let copy = 0; copy < +times; copy++) {
  const shift = copy * count
  const first = copy === 0 ? [] : heads.map(i => i + shift - count)
  const lines = trace.txns.map(txn =>
    JSON.stringify({ ...txn, parents: txn.parents.length === 0 ? first : txn.parents.map(i => i + shift) }))
  fs.writeSync(out, (copy === 0 ? '' : ',\n') + lines.join(',\n'))
}
fs.writeSync(out, ']}\n')
fs.closeSync(out)
