/**
 * How soon an uncached sentence sounds: the Piper voice whole and as it comes.
 *
 *   node dist/bench/voice-live.js [--sentences 24] [--threads 1] [--model FILE.onnx]
 *
 * Prints, as medians and worst of the sentences: from the order to 200 ms of sound (and the processor time of it), the real-time factor (computing until the last
 * sample over length of the clip), and how far the level of what came is from −20 dBFS, to which every finished clip is brought; how
 * often a listener who begins with the first 200 ms would have been kept waiting later on; then what two such sentences cost a call; and the machine.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { composeDialogues } from '../daemon/compose-protocols.js'
import { LINE_HZ, ms, samplesIn } from '../daemon/domain/units.js'
import { homeFolder } from '../daemon/paths.js'
import { openPrompts } from '../daemon/speech/prompts/prompts.js'
import { FINISH } from '../daemon/speech/synthesis/finish.js'
import { toDb, voicedLevel } from '../daemon/speech/synthesis/level.js'
import { openPiper, piperSource } from '../daemon/speech/synthesis/piper.js'

const { values: flags } = parseArgs({
  options: {
    sentences: { type: 'string', default: '24' },
    threads: { type: 'string', default: '1' },
    model: { type: 'string', default: join(homeFolder(), 'models', 'en_US-joe-medium.onnx') },
  },
})

const HOSPITAL = { name: 'the hospital', switchboard: '065 76 81 11', wardNumber: '065 12 34 56' }
const FIRST_SAMPLES = samplesIn(ms(200), LINE_HZ)
/** Said before anything is measured: the voice learns its level, the runtime its memory. */
const WARMING = 6

interface Timed {
  readonly firstMs: number
  /** Processor time until then: what a wall clock would say of an idle machine. */
  readonly firstCpuMs: number
  readonly factor: number
  readonly levelDb: number
  /** Longest that the sound ran out for a listener. */
  readonly waitedMs: number
}

async function timed(chunks: AsyncIterable<Int16Array>): Promise<Timed> {
  const startedAt = performance.now()
  let sound: number[] = []
  const cpuBefore = process.cpuUsage()
  const cpuMs = (): number => {
    const { user, system } = process.cpuUsage(cpuBefore)
    return (user + system) / 1000
  }
  let firstMs = 0
  let firstCpuMs = 0
  let waitedMs = 0
  for await (const chunk of chunks) {
    const atMs = performance.now() - startedAt
    if (firstMs > 0) waitedMs = Math.max(waitedMs, atMs - firstMs - (1000 * sound.length) / LINE_HZ)
    sound = sound.concat(Array.from(chunk))
    if (firstMs === 0 && sound.length >= FIRST_SAMPLES) [firstMs, firstCpuMs] = [atMs, cpuMs()]
  }
  const totalMs = performance.now() - startedAt
  const level = toDb(voicedLevel(Float32Array.from(sound, x => x / 32768)))
  return {
    firstMs: firstMs || totalMs,
    firstCpuMs: firstCpuMs || cpuMs(),
    factor: (totalMs * LINE_HZ) / 1000 / sound.length,
    levelDb: level - FINISH.voicedDbfs,
    waitedMs,
  }
}

const sorted = (list: readonly number[]) => list.toSorted((a, b) => a - b)
const median = (list: readonly number[]) => sorted(list)[list.length >> 1] ?? 0

function row(name: string, times: readonly Timed[]): Record<string, string | number> {
  const firsts = times.map(one => one.firstMs)
  const levels = times.map(one => Math.abs(one.levelDb))
  return {
    speech: name,
    n: times.length,
    'first 200 ms: median': Math.round(median(firsts)),
    p90: Math.round(sorted(firsts)[Math.floor(times.length * 0.9)] ?? 0),
    worst: Math.round(Math.max(...firsts)),
    'of it computing': Math.round(median(times.map(one => one.firstCpuMs))),
    'RTF median': Number(median(times.map(one => one.factor)).toFixed(3)),
    'level off by dB: RMS': Number(Math.sqrt(levels.reduce((sum, x) => sum + x * x, 0) / times.length).toFixed(2)),
    'most dB': Number(Math.max(...levels).toFixed(2)),
    'kept waiting': times.filter(one => one.waitedMs > 0).length,
  }
}

/**
 * What a patient waits for who has changed to another language: two sentences that nobody has rendered, put on the shelf and then said
 * (as it was), or said as they are rendered.
 */
async function inCall(): Promise<readonly Record<string, string | number>[]> {
  const folder = mkdtempSync(join(tmpdir(), 'voice-live-'))
  const source = piperSource({
    modelPath: flags.model,
    configPath: `${flags.model}.json`,
    language: 'en',
    threads: Number(flags.threads),
    reason: 'bench',
  })
  const prompts = openPrompts({ folder, voice: source, language: 'en', workers: 1 })
  await prompts.render(chosen.slice(0, WARMING))
  const pairs = sentences.flatMap((text, i) => (i % 2 === 1 ? [[sentences[i - 1]!, text]] : []))
  const took = { shelved: [] as number[], live: [] as number[] }
  for (const [index, pair] of pairs.entries()) {
    const startedAt = performance.now()
    if (index % 2 === 0) await prompts.render(pair)
    else await firstOf(prompts.speak!(pair[0]!))
    took[index % 2 === 0 ? 'shelved' : 'live'].push(performance.now() - startedAt)
    await prompts.render(pair)
  }
  await prompts.close()
  rmSync(folder, { recursive: true, force: true })
  return Object.entries(took).map(([name, list]) => ({
    'two sentences in a call': name === 'live' ? 'said as they are rendered' : 'rendered, then said',
    n: list.length,
    'first sound: median': Math.round(median(list)),
    worst: Math.round(Math.max(...list)),
  }))
}

async function firstOf(pieces: AsyncIterable<Int16Array>): Promise<void> {
  const reading = pieces[Symbol.asyncIterator]()
  await reading.next()
  await reading.return?.()
}

const all = [
  ...new Set([...composeDialogues('en').values()].flatMap(dialogue => dialogue.fixedSentences('en', HOSPITAL))),
]
const step = Math.max(1, Math.floor(all.length / (Number(flags.sentences) + WARMING)))
const chosen = all.filter((_, i) => i % step === 0)
const sentences = chosen.slice(WARMING, WARMING + Number(flags.sentences))

const voice = await openPiper({
  modelPath: flags.model,
  configPath: `${flags.model}.json`,
  language: 'en',
  threads: Number(flags.threads),
  reason: 'bench',
})
async function* whole(text: string): AsyncGenerator<Int16Array> {
  yield (await voice.synthesise(text)).pcm
}
for (const text of chosen.slice(0, WARMING)) await voice.synthesise(text)
const live: Timed[] = []
const finished: Timed[] = []
for (const text of sentences) {
  live.push(await timed(voice.stream!(text)))
  finished.push(await timed(whole(text)))
}
await voice.close()
console.table([row('as it comes', live), row('whole', finished)])
console.table(await inCall())
console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, node ${process.version}, threads ${flags.threads}`)
