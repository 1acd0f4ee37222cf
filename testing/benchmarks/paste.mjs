// node --expose-gc paste.mjs LIB [UNITS] : pastes so much text (10 MB) and deletes it, each in one transaction.
// Prints the time (the lesser of wall and processors), the file afterwards and how much the process grew at its peak.
import fs from 'fs'
import { rivals } from './rivals.mjs'

const [lib, units = '10000000'] = process.argv.slice(2)
const { engine, version } = await rivals(lib)
const line = 'lorem ipsum dolor sit amet 0123456789\n'
const pasted = line.repeat(Math.ceil(+units / line.length)).slice(0, +units)
const warm = new engine.T(1, () => {})
warm.edit([[0, 0, line]])
warm.edit([[0, line.length, '']])
// a clean slate: what was used to get here does not count
global.gc()
const peak = () => +fs.readFileSync('/proc/self/status', 'utf8').match(/VmHWM:\s+(\d+)/)[1] * 1024
const cpu = () => { const used = process.cpuUsage(); return (used.user + used.system) / 1000 }
const grown = peak()
const wall = performance.now()
const used = cpu()
let updateBytes = 0
const document = new engine.T(7, update => { updateBytes += update.length })
document.edit([[0, 0, pasted]])
document.edit([[0, pasted.length, '']])
const ms = Math.min(performance.now() - wall, cpu() - used)
const result = { lib, version, ms: Math.round(ms * 100) / 100, updateBytes, peakBytes: peak() - grown, fileBytes: document.encode().length }
process.stdout.write(JSON.stringify(result) + '\n', () => process.exit(0))
