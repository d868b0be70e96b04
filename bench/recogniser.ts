/**
 * How well answers are heard, and the calibration of `sure`:
 *   node dist/bench/recogniser.js CLIPS [--model FILE] [--every N] [--voices a,b] [--rows FILE] [--latency] [--memory N] [--calibrate]
 * CLIPS: a folder with a manifest.json of the speech corpus. --rows keeps what was heard (a run can be taken up again).
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { homeFolder, projectRoot } from '../daemon/paths.js'
import { loadAddon } from '../daemon/speech/recogniser/addon.js'
import { calibrationPath, readCalibration } from '../daemon/speech/recogniser/trust.js'
import { openWhisper, type WhisperRecogniser } from '../daemon/speech/recogniser/whisper.js'
import { calibrate, crossValidated } from './recogniser-calibration.js'
import { prepareCarriers } from './recogniser-carriers.js'
import { isFreeText, QUESTIONS, readLineClip, readManifest, trialsOf } from './recogniser-clips.js'
import { reportCurve } from './recogniser-curve.js'
import { reportMemory } from './recogniser-memory.js'
import { reportClosed, reportFree } from './recogniser-report.js'
import { hearAll } from './recogniser-rows.js'

/** Free texts only show that nothing broke: a third of them is enough. */
const FREE_EVERY = 3

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: 'string', default: join(homeFolder(), 'models/ggml-base.bin') },
    every: { type: 'string', default: '1' },
    voices: { type: 'string' },
    rows: { type: 'string', default: join(homeFolder(), 'recogniser-rows.jsonl') },
    latency: { type: 'boolean', default: false },
    memory: { type: 'string' },
    calibrate: { type: 'boolean', default: false },
  },
})
const folder = positionals[0]
if (folder === undefined) throw new Error('which folder of clips?')

if (values.memory !== undefined) {
  const { addon } = loadAddon(join(projectRoot, 'native/build'))
  const session = new addon.Session(await addon.loadModel(values.model), 0)
  await session.open()
  const grown = await reportMemory(session, folder, trialsOf(readManifest(folder)), Number(values.memory))
  console.log(`grown over the second half: ${grown.toFixed(1)} MB`)
  session.close()
  process.exit(0)
}

const recogniser = await openWhisper({
  modelPath: values.model,
  addonPath: join(projectRoot, 'native/build'),
  sessions: 1,
  threads: 1,
  niceness: 0,
})
await prepareCarriers(
  recogniser,
  Object.values(QUESTIONS).map(({ carrier }) => carrier),
)

const voices = values.voices?.split(',')
const clips = readManifest(folder).filter(({ voice }) => voices === undefined || voices.includes(voice))
const every = Number(values.every)
const take = <T>(list: readonly T[]): readonly T[] => list.filter((_, index) => index % every === 0)

if (values.latency) {
  await reportLatency(recogniser, folder)
} else {
  const rows = await hearAll(
    recogniser,
    folder,
    take(trialsOf(clips)),
    take(clips)
      .filter(isFreeText)
      .filter((_, i) => i % FREE_EVERY === 0),
    values.rows,
  )
  console.log('\nAs calibrated:')
  reportClosed(rows, () => readCalibration(calibrationPath()))
  console.log('\nEach voice judged by a calibration made on the others:')
  const heldOut = crossValidated(rows)
  reportClosed(rows, heldOut)
  reportCurve(rows, heldOut)
  reportFree(rows)
  if (values.calibrate) writeFileSync(calibrationPath(), `${JSON.stringify(calibrate(rows), null, 2)}\n`)
}
await recogniser.close()

/** Answers of 1–2 s, one after the other, one thread: what a patient waits for. */
async function reportLatency(heard: WhisperRecogniser, from: string): Promise<void> {
  const answers = trialsOf(clips).filter(
    ({ clip, value }) => value !== undefined && clip.seconds >= 1 && clip.seconds <= 2,
  )
  const took: number[] = []
  for (const { clip, question } of answers.filter((_, index) => index % 7 === 0).slice(0, 40)) {
    const pcm = readLineClip(from, clip.file)
    took.push((await heard.hear({ pcm, language: 'fr', expected: QUESTIONS[question] })).tookMs)
  }
  took.sort((a, b) => a - b)
  const at = (share: number) => Math.round(took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0)
  console.log(
    `Recognition of closed answers of 1–2 s, ${took.length}: p50 ${at(0.5)} ms, p90 ${at(0.9)} ms (${heard.variant})`,
  )
}
