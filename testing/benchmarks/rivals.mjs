// The text adapters that `../shared/rivals/run.sh` left in $RIVALS_OUT, for measures that it does not take.
import path from 'path'
import { pathToFileURL } from 'url'

export async function rivals (lib) {
  const { adapters } = await import(pathToFileURL(path.join(process.env.RIVALS_OUT, 'adapters.mjs')).href)
  const engine = await adapters[lib]()
  return { engine, version: engine.version }
}
