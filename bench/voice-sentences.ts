import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { projectRoot } from '../daemon/paths.js'

/** Branches of a protocol file that hold no speech of ours. */
const NOT_SPOKEN = new Set([
  'words',
  'alerts',
  'score',
  'onlyIf',
  'id',
  'version',
  'linkId',
  'kind',
  'language',
  'carrier',
])

const SAMPLES: Readonly<Record<string, string>> = {
  value: '8',
  name: 'Madame Jeanne Lambert',
  hospital: "l'hôpital",
  ward: '065 12 34 56',
  switchboard: '065 76 81 11',
}

function* textsIn(node: unknown): Generator<string> {
  if (typeof node === 'string') yield node.replace(/\{(\w+)\}/g, (all, name: string) => SAMPLES[name] ?? all)
  else if (Array.isArray(node)) for (const one of node) yield* textsIn(one)
  else if (node && typeof node === 'object')
    for (const [key, value] of Object.entries(node)) if (!NOT_SPOKEN.has(key)) yield* textsIn(value)
}

/** Every French sentence of the protocols, placeholders filled with samples: what set-up has to render. */
export function protocolSentences(): string[] {
  const folder = join(projectRoot, 'protocols')
  const found = new Set<string>()
  for (const name of readdirSync(folder).filter(file => file.endsWith('.yaml')))
    for (const text of textsIn(parse(readFileSync(join(folder, name), 'utf8'))))
      if (/[.?!:]$/.test(text)) found.add(text)
  return [...found]
}
