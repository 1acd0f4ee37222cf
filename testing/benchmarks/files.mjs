// node --expose-gc files.mjs LIB TRACE [BUDGET_MS] : the file of a history, a transaction an edit; nothing else is timed.
// Where the budget is spent before the last edit, it is the file so far, with `done` less than `of`.
import fs from 'fs'
import path from 'path'
import zlib from 'zlib'
import { rivals } from './rivals.mjs'

const [lib, file, budget] = process.argv.slice(2)
const { engine, version } = await rivals(lib)
const { txns, endContent } = JSON.parse(zlib.gunzipSync(fs.readFileSync(file)))
const document = new engine.T(7)
const end = performance.now() + +(budget || 1e9)
let done = 0
while (done < txns.length && !((done & 127) === 0 && performance.now() > end)) document.edit(txns[done++].patches)
if (done === txns.length && document.text() !== endContent) throw new Error('the text is not that of the history')
const result = { lib, version, trace: path.basename(file, '.json.gz'), size: document.encodings(), done, of: txns.length }
for (const name in result.size) result.size[name] = result.size[name].length
process.stdout.write(JSON.stringify(result) + '\n', () => process.exit(0))
