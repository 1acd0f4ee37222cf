// node --expose-gc flips.mjs LIB : one byte of a saved document changed, at each of 200 places.
// Prints {rejected, accepted}; what ends the engine's module counts as rejected by accident, `crashed`.
import { rivals } from './rivals.mjs'

const lib = process.argv[2]
const { engine, version } = await rivals(lib)
const source = 'The quick brown fox jumps over the lazy dog. '.repeat(20)
const document = new engine.T(7)
for (let i = 0; i < 60; i++) document.edit([[i * 7 % (document.text().length + 1), 0, source.slice(i, i + 9)]])
const saved = document.encode()
const counts = { lib, version, bytes: saved.length, rejected: 0, accepted: 0, crashed: 0 }
for (let i = 0; i < 200; i++) {
  const bytes = saved.slice()
  bytes[Math.floor(i * saved.length / 200)] ^= 0x15
  try {
    engine.load(bytes).text()
    counts.accepted++
  } catch (error) {
    if (/unreachable|RuntimeError/.test(String(error))) counts.crashed++
    else counts.rejected++
  }
}
process.stdout.write(JSON.stringify(counts) + '\n', () => process.exit(0))
