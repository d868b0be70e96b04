/**
 * The whole of the espeak-ng child: one JSON line in, one JSON line out, until the pipe closes.
 *
 * espeak-ng is GPL-3, so it lives in a process of its own and shares no memory with the daemon. It imports nothing of the project.
 *
 * In:  `{ "id": 1, "voice": "fr", "clauses": ["bonjour"] }`
 * Out: `{ "id": 1, "ipa": ["b_ɔ̃_ʒ_ˈu_ʁ"] }`, or `{ "id": 1, "failed": true }` when the voice or the text is refused.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'

interface Engine {
  set_voice(name: string): number
  synthesize_ipa(text: string, scratchFile: string): { ipa: string }
}

type Load = (options: { getPreloadedPackage: () => ArrayBuffer }) => Promise<{ eSpeakNGWorker: new () => Engine }>

async function openEngine(): Promise<Engine> {
  const program = createRequire(import.meta.url).resolve('@echogarden/espeak-ng-emscripten')
  const { default: load } = (await import(program)) as { default: Load }
  const { eSpeakNGWorker } = await load({
    // Without this the package looks for its file through fetch(), which Node refuses for paths.
    getPreloadedPackage: () => new Uint8Array(readFileSync(join(dirname(program), 'espeak-ng.data'))).buffer,
  })
  return new eSpeakNGWorker()
}

const engine = await openEngine()
let voice = ''

function pronounce(wanted: string, clauses: readonly string[]): string[] {
  if (voice !== wanted) {
    if (engine.set_voice(wanted) !== 0) throw new Error('unknown voice')
    voice = wanted
  }
  return clauses.map(clause => engine.synthesize_ipa(clause, '/tmp/x').ipa)
}

process.on('SIGINT', () => {}) // Ctrl-C reaches the whole group: the daemon ends us by closing the pipe
for await (const line of createInterface({ input: process.stdin })) {
  const { id, voice: wanted, clauses } = JSON.parse(line) as { id: number; voice: string; clauses: string[] }
  let answer: object
  try {
    answer = { id, ipa: pronounce(wanted, clauses) }
  } catch {
    answer = { id, failed: true }
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`)
}
