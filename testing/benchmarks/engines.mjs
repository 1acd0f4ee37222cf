// The rivals of `micro.mjs`: one client of each engine, with a text, a list and a map in one document.
// Every call of `edit` is one transaction, and the update that it emits is what a peer is sent. A client that only
// receives calls `mute`, for writing updates of what came from others would cost it time.
import fs from 'fs'
import path from 'path'
import { createRequire } from 'module'
import { pathToFileURL } from 'url'

const home = process.env.RIVALS_OUT // where the packages are installed
const require = createRequire(path.join(home, 'package.json'))
const version = name => JSON.parse(fs.readFileSync(path.join(home, 'node_modules', name, 'package.json'))).version

async function yjs () {
  const Y = await import(pathToFileURL(path.join(home, 'node_modules/yjs/dist/yjs.mjs')).href)
  return {
    version: version('yjs'),
    Client: class {
      constructor (id) {
        this.doc = new Y.Doc()
        this.doc.clientID = id
        this.text = this.doc.getText('text')
        this.list = this.doc.getArray('list')
        this.map = this.doc.getMap('map')
        this.listener = update => { this.update = update }
        this.doc.on('updateV2', this.listener)
      }

      edit (steps) {
        this.doc.transact(() => {
          for (const [kind, at, a, b] of steps) {
            if (kind === 'text') {
              if (a > 0) this.text.delete(at, a)
              if (b) this.text.insert(at, b)
            } else if (kind === 'items') this.list.insert(at, a)
            else this.map.set(at, a)
          }
        })
        return this.update
      }

      apply (update) { Y.applyUpdateV2(this.doc, update) }
      mute () { this.doc.off('updateV2', this.listener) }
      save () { return Y.encodeStateAsUpdateV2(this.doc) }
      load (bytes) { this.apply(bytes) }
      sizes () { return [this.save().length, Y.encodeStateAsUpdate(this.doc).length] }
      content () { return { text: this.text.toString(), list: this.list.toJSON(), map: this.map.toJSON() } }
      free () { this.doc.destroy() }
    }
  }
}

function ywasm () {
  const Y = require('ywasm')
  return {
    version: version('ywasm'),
    Client: class {
      constructor (id) {
        this.doc = new Y.YDoc({ clientID: id })
        this.text = this.doc.getText('text')
        this.list = this.doc.getArray('list')
        this.map = this.doc.getMap('map')
        this.observer = this.doc.onUpdateV2(update => { this.update = update })
      }

      edit (steps) {
        const transaction = this.doc.beginTransaction(null)
        for (const [kind, at, a, b] of steps) {
          if (kind === 'text') {
            if (a > 0) this.text.delete(at, a, transaction)
            if (b) this.text.insert(at, b, undefined, transaction)
          } else if (kind === 'items') this.list.insert(at, a, transaction)
          else this.map.set(at, a, transaction)
        }
        transaction.commit()
        transaction.free()
        return this.update
      }

      apply (update) { Y.applyUpdateV2(this.doc, update, null) }
      mute () { this.observer.free() }
      save () { return Y.encodeStateAsUpdateV2(this.doc) }
      load (bytes) { this.apply(bytes) }
      sizes () { return [this.save().length, Y.encodeStateAsUpdate(this.doc).length] }
      content () { return { text: this.text.toString(undefined), list: this.list.toJson(undefined), map: plain(this.map.toJson(undefined)) } }
      free () { this.doc.free() }
    }
  }
}

function loro () {
  const { LoroDoc } = require('loro-crdt')
  return {
    version: version('loro-crdt'),
    Client: class {
      constructor (id) {
        this.doc = new LoroDoc()
        this.doc.setPeerId(BigInt(id))
        this.text = this.doc.getText('text')
        this.list = this.doc.getList('list')
        this.map = this.doc.getMap('map')
        this.mute = this.doc.subscribeLocalUpdates(update => { this.update = update })
      }

      edit (steps) {
        for (const [kind, at, a, b] of steps) {
          if (kind === 'text') {
            if (a > 0) this.text.delete(at, a)
            if (b) this.text.insert(at, b)
          } else if (kind === 'items') for (let i = 0; i < a.length; i++) this.list.insert(at + i, a[i])
          else this.map.set(at, a)
        }
        this.doc.commit()
        return this.update
      }

      apply (update) { this.doc.import(update) }
      save () { return this.doc.export({ mode: 'snapshot' }) }
      load (bytes) { this.apply(bytes) }
      sizes () { return [this.save().length, this.doc.export({ mode: 'update' }).length] }
      content () { return { text: this.text.toString(), list: this.list.toJSON(), map: this.map.toJSON() } }
      free () { this.doc.free() }
    }
  }
}

const plain = value => value instanceof Map ? Object.fromEntries(value) : value

export const engines = { yjs, ywasm, loro }
