/**
 * What speaking costs and whether it is understood.
 *
 *   node dist/bench/voice.js [--sentences 60] [--workers 1,2] [--threads 1] [--hear] [--english] [--keep FOLDER]
 *
 * Prints the voice's real-time factor (wall and CPU, of the finished clip), the time to the first clip, the total for the sentences,
 * and with --hear how Whisper writes each clip down, as `hellojade bench sentences` does it for what is on the shelf (homophones count as
 * errors of words, not of sounds; an isolated word is near the limit of Whisper base whoever says it).
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { composeDialogues } from '../daemon/compose-protocols.js'
import type { Language } from '../daemon/domain/expected.js'
import { LINE_HZ } from '../daemon/domain/units.js'
import { homeFolder, projectRoot } from '../daemon/paths.js'
import { openPrompts, type PromptShelf } from '../daemon/speech/prompts/prompts.js'
import { openWhisper } from '../daemon/speech/recogniser/whisper.js'
import { kokoroSource } from '../daemon/speech/synthesis/kokoro.js'
import { piperSource } from '../daemon/speech/synthesis/piper.js'
import type { VoiceSource } from '../daemon/speech/synthesis/source.js'
import { writeOut } from '../daemon/speech/text/spoken.js'
import { type Listening, openListening } from './voice-heard.js'
import { type HeardOf, sentencesTable } from './voice-sentences.js'

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

/** What all questionnaires say, with the switchboard's and the ward's numbers of nobody. */
const frenchSentences = (): readonly string[] => [
  ...new Set([...composeDialogues('fr').values()].flatMap(dialogue => dialogue.fixedSentences('fr', HOSPITAL))),
]
const HOSPITAL = { name: "l'hôpital", switchboard: '065 76 81 11', wardNumber: '065 12 34 56' }

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

const sentences = (flags.english ? ENGLISH : frenchSentences()).slice(0, Number(flags.sentences))

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

const median = (list: readonly number[]) => list.toSorted((a, b) => a - b)[list.length >> 1] ?? 0

async function hearAll(prompts: PromptShelf, listening: Listening): Promise<void> {
  const heard: HeardOf[] = []
  for (const text of sentences)
    heard.push({ origin: source.voice, ...(await listening.hear(text, prompts.get(text).pcm)) })
  const paces = heard.map(one => (1000 * one.seconds) / writeOut(one.text, language).length)
  process.stdout.write(sentencesTable(heard))
  console.log(JSON.stringify({ msPerLetter: Math.round(median(paces)) }))
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
    const listening = openListening(recogniser, language)
    await hearAll(prompts, listening)
    await listening.close()
    await recogniser.close()
  }
  await prompts.close()
  if (flags.keep === undefined) rmSync(folder, { recursive: true, force: true })
}
