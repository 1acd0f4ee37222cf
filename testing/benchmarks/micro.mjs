// node --expose-gc micro.mjs LIB SCRIPTS WARMUP ROUNDS [BUDGET_MS]
//
// Plays with a rival what `hearth bench micro --export SCRIPTS` made up: the very same edits, one by one, with the same
// part of them timed, warmed up alike: so many rounds and at least a second on the processor, then so many and at least
// a quarter of one that count. Prints what `hearth bench micro --json` prints of ours.
// A time is the median of the rounds; of each the lesser of the clock on the wall and of the process's time on all
// processors, for both can only be more than what the working thread took.
import fs from 'fs'
import { engines } from './engines.mjs'

const [lib, file, warmup, rounds, budget] = process.argv.slice(2)
const { Client, version } = await engines[lib]()
const { common, scripts } = JSON.parse(fs.readFileSync(file))

const cpu = () => { const used = process.cpuUsage(); return (used.user + used.system) / 1000 }

function time (work) {
  const wall = performance.now()
  const used = cpu()
  work()
  return Math.min(performance.now() - wall, cpu() - used)
}

// Rounds go on until there are enough and they took long enough, preparations included. Where the budget, also of time
// on the processor, is spent they end early, but never before one for warming up and one that counts.
const SETTLING = 1000

function repeat (round, least, leastMs, mostMs) {
  const times = []
  global.gc()
  const start = cpu()
  const spent = () => cpu() - start
  while (times.length === 0 || ((times.length < least || spent() < leastMs) && spent() < mostMs)) times.push(round())
  return times
}

function median (round) {
  const most = +(budget || 1e9)
  repeat(round, +warmup, SETTLING, most)
  const times = repeat(round, +rounds, SETTLING / 4, most).sort((a, b) => a - b)
  return { ms: Math.round(times[times.length >> 1] * 1000) / 1000, rounds: times.length }
}

const clients = count => Array.from({ length: count }, (_, i) => new Client(i + 1))

// One round of a script: what was timed, the updates, and the clients, of which the first has everything.
function play ({ shape, turns }) {
  const updates = []
  let all
  let ms
  if (shape === 'FOLLOWED') {
    all = clients(2)
    all[1].mute()
    ms = time(() => { for (const steps of turns) all[1].apply(keep(updates, all[0].edit(steps))) })
  } else if (shape === 'PAIR') {
    all = clients(2)
    all[1].apply(all[0].edit([['text', 0, 0, common]]))
    turns.forEach((steps, i) => keep(updates, all[i].edit(steps)))
    all[0].mute()
    ms = time(() => all[0].apply(updates[1]))
    all[1].apply(updates[0])
  } else {
    all = clients(turns.length)
    ms = time(() => {
      turns.forEach((steps, i) => keep(updates, all[i].edit(steps)))
      all[0].mute()
      for (let i = 1; i < updates.length; i++) all[0].apply(updates[i])
    })
  }
  return { ms, updates, all }
}

const keep = (updates, update) => { updates.push(update); return update }
const free = run => { for (const client of run.all) client.free(); return run.ms }

// The final content, as `Fingerprint` writes it: where several wrote at once, only what stands there, not in which order.
function fingerprint ({ text, list, map }, ordered) {
  const keys = Object.keys(map).flatMap(key =>
    typeof map[key] === 'object' ? Object.keys(map[key]).map(name => key + '/' + name) : [key])
  const units = ordered ? text : text.split('').sort().join('')
  const items = list.map(String)
  if (!ordered) items.sort()
  const content = [units, items.join(), keys.sort().join()].join('\u0000')
  let hash = 0 // as `String.hashCode` of Java
  for (let i = 0; i < content.length; i++) hash = Math.imul(31, hash) + content.charCodeAt(i) | 0
  return (hash >>> 0).toString(16).padStart(8, '0')
}

function read (client) {
  const { text, list, map } = client.content()
  return text.length + list.length + Object.keys(map).length
}

function measure (script) {
  const timed = median(() => free(play(script)))
  const run = play(script)
  const first = run.all[0]
  const saved = first.save()
  const save = median(() => time(() => first.save()))
  const load = median(() => {
    const client = new Client(9999999)
    client.mute()
    const ms = time(() => { client.load(saved); read(client) })
    client.free()
    return ms
  })
  const loaded = new Client(9999998)
  loaded.load(saved)
  const ordered = script.shape === 'FOLLOWED'
  const prints = [first, loaded, ...(script.shape === 'CROWD' ? [] : [run.all[1]])].map(c => fingerprint(c.content(), ordered))
  const row = {
    id: script.id,
    equal: prints.every(print => print === prints[0]),
    fingerprint: prints[0],
    timeMs: timed.ms,
    rounds: timed.rounds,
    updates: run.updates.length,
    updateBytes: run.updates.reduce((sum, update) => sum + update.length, 0),
    fileBytes: Math.min(...first.sizes()),
    saveMs: save.ms,
    loadMs: load.ms
  }
  loaded.free()
  free(run)
  return row
}

const rows = []
for (const script of scripts) {
  try {
    rows.push(measure(script))
  } catch (error) {
    rows.push({ id: script.id, error: String(error?.message || error).slice(0, 200) })
  }
  process.stderr.write(`${lib} ${JSON.stringify(rows.at(-1))}\n`)
}
process.stdout.write(JSON.stringify({ lib, version, rows }) + '\n', () => process.exit(0))
