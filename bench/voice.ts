/**
 * What speaking costs and whether it is understood.
 *
 *   node dist/bench/voice.js [--sentences 60] [--workers 1,2] [--threads 1] [--hear] [--english] [--keep FOLDER]
 *
 * Prints the voice's real-time factor (wall and CPU, of the finished clip), the time to the first clip, the total for the sentences,
 * and with --hear how Whisper writes each clip down (word errors against what should have been said; homophones count as errors, and
 * an isolated word is near the limit of Whisper base whoever says it).
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Language } from '../daemon/domain/expected.js'
import { LINE_HZ } from '../daemon/domain/units.js'
import { homeFolder, projectRoot } from '../daemon/paths.js'
import type { Recogniser } from '../daemon/speech/port.js'
import { openPrompts, type PromptShelf } from '../daemon/speech/prompts/prompts.js'
import { openWhisper } from '../daemon/speech/recogniser/whisper.js'
import { kokoroSource } from '../daemon/speech/synthesis/kokoro.js'
import { frameLevels, peakOf, toDb, voicedLevel } from '../daemon/speech/synthesis/level.js'
import { piperSource } from '../daemon/speech/synthesis/piper.js'
import type { VoiceSource } from '../daemon/speech/synthesis/source.js'
import { writeOut } from '../daemon/speech/text/spoken.js'
import { protocolSentences } from './voice-sentences.js'

const { values: flags } = parseArgs({
  options: {
    sentences: { type: 'string', default: '60' },
    workers: { type: 'string', default: '1,2' },
    threads: { type: 'string', default: '1' },
    hear: { type: 'boolean', default: false },
    english: { type: 'boolean', default: false },
    keep: { type: 'string' },
  },
})

const model = (name: string) => join(homeFolder(), 'models', name)
const threads = Number(flags.threads)
const language: Language = flags.english ? 'en' : 'fr'

const ENGLISH = [
  'Hello, this is the hospital calling to ask how you feel today.',
  'On a scale from 0 to 10, how strong is your pain right now?',
  'Are you taking your medicines as prescribed?',
  'Do you have a fever?',
  'Thank you.',
  'Please call 112 if it gets worse.',
]

const source: VoiceSource = flags.english
  ? piperSource({
      modelPath: model('en_US-joe-medium.onnx'),
      configPath: model('en_US-joe-medium.onnx.json'),
      language,
      threads,
      reason: 'bench',
    })
  : kokoroSource({
      modelPath: model('kokoro-82m-int8.onnx'),
      stylePath: model('kokoro-ff_siwis.bin'),
      vocabularyPath: model('kokoro-vocab.json'),
      threads,
      reason: 'bench',
    })

const sentences = (flags.english ? ENGLISH : protocolSentences()).slice(0, Number(flags.sentences))

async function renderAll(workers: 1 | 2, folder: string): Promise<PromptShelf> {
  const prompts = openPrompts({ folder, voice: source, language, workers })
  const startedAt = performance.now()
  const before = process.cpuUsage()
  let firstMs = 0
  await prompts.render(sentences, done => {
    if (done === 1) firstMs = performance.now() - startedAt
  })
  const wallS = (performance.now() - startedAt) / 1000
  const cpu = process.cpuUsage(before)
  const audioS = sentences.reduce((sum, text) => sum + prompts.get(text).pcm.length, 0) / LINE_HZ
  console.log(
    JSON.stringify({
      voice: source.voice,
      workers,
      threads,
      sentences: sentences.length,
      audioS: Math.round(audioS),
      totalS: Math.round(wallS),
      firstSoundMs: Math.round(firstMs),
      rtf: Number((wallS / audioS).toFixed(2)),
      cpuRtf: Number(((cpu.user + cpu.system) / 1e6 / audioS).toFixed(2)),
      rssMb: Math.round(process.memoryUsage.rss() / 1e6),
    }),
  )
  return prompts
}

const wordsOf = (text: string) =>
  writeOut(text, language)
    .toLowerCase()
    .match(/[\p{L}]+/gu) ?? []

/** Levenshtein distance over words. */
function wordErrors(said: readonly string[], heard: readonly string[]): number {
  let row = heard.map((_, i) => i + 1)
  said.forEach((word, i) => {
    let [corner, left] = [i, i + 1]
    row = row.map((above, j) => {
      left = Math.min(above + 1, left + 1, corner + (word === heard[j] ? 0 : 1))
      corner = above
      return left
    })
  })
  return row.at(-1) ?? said.length
}

/** Whisper says a short clip twice at times: what it says over and over counts once. */
function once(words: readonly string[]): readonly string[] {
  for (let length = 1; length <= words.length / 2; length++)
    if (words.every((word, i) => word === words[i % length])) return words.slice(0, length)
  return words
}

const median = (list: readonly number[]) => list.toSorted((a, b) => a - b)[list.length >> 1] ?? 0

async function hearAll(prompts: PromptShelf, recogniser: Recogniser): Promise<void> {
  let [errors, words] = [0, 0]
  const levels: number[] = []
  const paces: number[] = []
  for (const text of sentences) {
    const { pcm } = prompts.get(text)
    const padded = new Int16Array(pcm.length + LINE_HZ)
    padded.set(pcm, LINE_HZ / 2)
    const heard = await recogniser.hear({ pcm: padded, language, expected: { kind: 'free' } })
    const said = wordsOf(text)
    const wrong = wordErrors(said, once(wordsOf(heard.text)))
    errors += wrong
    words += said.length
    const audio = Float32Array.from(pcm, x => x / 32768)
    levels.push(toDb(voicedLevel(audio)))
    paces.push(pcm.length / LINE_HZ / writeOut(text, language).length)
    const edges = frameLevels(audio)
    const rise = toDb(Math.max(...edges.slice(0, 3)))
    if (wrong > 0)
      console.log(
        `${wrong}/${said.length}  ${(pcm.length / LINE_HZ).toFixed(2)} s  start ${rise.toFixed(0)} dB  peak ${toDb(peakOf(audio)).toFixed(1)}  ${text}  →  ${heard.text}`,
      )
  }
  console.log(
    JSON.stringify({
      wordErrorRate: Number((errors / words).toFixed(3)),
      words,
      levelDbfs: [Math.min(...levels).toFixed(1), Math.max(...levels).toFixed(1)],
      msPerLetter: Math.round(1000 * median(paces)),
    }),
  )
}

for (const workers of flags.workers.split(',').map(Number)) {
  const folder = flags.keep ?? mkdtempSync(join(tmpdir(), 'voice-bench-'))
  const prompts = await renderAll(workers === 2 ? 2 : 1, folder)
  if (flags.hear) {
    const recogniser = await openWhisper({
      modelPath: model('ggml-base.bin'),
      addonPath: join(projectRoot, 'native', 'build'),
      sessions: 1,
      threads: 1,
    })
    await hearAll(prompts, recogniser)
    await recogniser.close()
  }
  await prompts.close()
  if (flags.keep === undefined) rmSync(folder, { recursive: true, force: true })
}
