// node --expose-gc merges.mjs LIB TRACE.json.gz TIMES WARMUP ROUNDS [BUDGET_MS]
// Merges a concurrent history, so many times over, into an empty document at once: as `hearth bench trace --repeat` does,
// each copy follows the whole frontier of the one before and writes in front of what is there.
// The history is written by replicas that know what each edit knew. As a copy begins when all of the one before is
// merged, they look for what an edit knew among its own copy alone. Prints {ms, bytes, matches}.
import fs from 'fs'
import zlib from 'zlib'
import { rivals } from './rivals.mjs'

const [lib, file, times, warmup, rounds, budget] = process.argv.slice(2)
const { engine, version } = await rivals(lib)
const { txns, endContent } = JSON.parse(zlib.gunzipSync(fs.readFileSync(file)))
const words = (txns.length + 31) >> 5
const has = (set, i) => (set[i >> 5] >>> (i & 31) & 1) !== 0
const add = (set, i) => { set[i >> 5] |= 1 << (i & 31) }
const lastUse = new Array(txns.length).fill(-1)
txns.forEach((txn, i) => txn.parents.forEach(parent => { lastUse[parent] = i }))
let nextId = 10

// Plays one copy on replicas of `base`, which has every copy before, and returns a document that has this one too.
function copy (base) {
  const known = new Array(txns.length) // what each edit knew, itself included, while another still follows it
  const updates = new Array(txns.length)
  let replicas = []
  const bring = (replica, wanted) => {
    for (let w = 0; w < words; w++) {
      for (let missing = wanted[w] & ~replica.has[w]; missing !== 0; missing &= missing - 1) {
        const i = w * 32 + 31 - Math.clz32(missing & -missing)
        if (updates[i]) replica.document.apply(updates[i])
        add(replica.has, i)
      }
    }
  }
  txns.forEach((txn, i) => {
    const wanted = new Uint32Array(words)
    for (const parent of txn.parents) known[parent].forEach((bits, w) => { wanted[w] |= bits })
    let replica = replicas.find(each => each.agent === txn.agent && has(wanted, each.last))
    if (!replica) {
      const source = replicas.filter(each => has(wanted, each.last)).sort((a, b) => b.last - a.last)[0]
      replica = { agent: txn.agent, has: source ? source.has.slice() : new Uint32Array(words), update: null }
      replica.document = (source ? source.document : base).fork(nextId++, update => { replica.update = update })
      replicas.push(replica)
    }
    bring(replica, wanted)
    replica.update = null
    replica.document.edit(txn.patches)
    updates[i] = replica.update
    replica.last = i
    add(replica.has, i)
    known[i] = replica.has.slice()
    for (const parent of txn.parents) if (lastUse[parent] === i) known[parent] = null
    if (replicas.length > 60) replicas = replicas.sort((a, b) => b.last - a.last).slice(0, 60)
  })
  const all = new Uint32Array(words)
  txns.forEach((_, i) => add(all, i))
  const whole = replicas.sort((a, b) => b.last - a.last)[0]
  bring(whole, all)
  for (const replica of replicas) if (replica !== whole) replica.document.free()
  return whole.document
}

const cpu = () => { const used = process.cpuUsage(); return (used.user + used.system) / 1000 }
const end = performance.now() + +(budget || 1e9)
let document = new engine.T(1)
let done = 0
while (done < +times && performance.now() < end) {
  document = copy(document)
  done++
}
const history = engine.historyFormat(document)
let merged
function round () {
  merged?.free()
  global.gc()
  const wall = performance.now()
  const used = cpu()
  merged = engine.mergeFull(history)
  merged.text()
  return Math.min(performance.now() - wall, cpu() - used)
}
// warmed up as ours: for a second, then a quarter of one that counts; beyond the budget nothing is repeated
const late = () => performance.now() > end
let warm = 0
for (let i = 0; i === 0 || ((i < +warmup || warm < 1000) && !late()); i++) warm += round()
const spent = []
let all = 0
while (spent.length === 0 || ((spent.length < +rounds || all < 250) && !late())) {
  spent.push(round())
  all += spent.at(-1)
}
spent.sort((a, b) => a - b)
const ms = Math.round(spent[spent.length >> 1] * 100) / 100
const matches = merged.text() === endContent.repeat(done)
process.stdout.write(JSON.stringify({ lib, version, ms, bytes: history.length, matches, done, of: +times }) + '\n', () => process.exit(0))
