/**
 * Whether a date of birth on record is noticed when it is said, and no other date for it:
 *   node dist/bench/dates.js CLIPS [--every N] [--rows FILE] [--calibrate]
 * Each clip of a date is asked for its own date, for twelve that differ from it in one part ("near"), for every other date of the folder,
 * and once cut off in its middle for its own; what is no date for three of the folder's. --rows keeps what was heard.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { homeFolder, projectRoot } from '../daemon/paths.js'
import { dayOf } from '../daemon/speech/recogniser/date-forms.js'
import { type DateTrust, isSaid } from '../daemon/speech/recogniser/dates.js'
import { calibrationPath, readCalibration } from '../daemon/speech/recogniser/trust.js'
import { openWhisper, type WhisperRecogniser } from '../daemon/speech/recogniser/whisper.js'
import { crossValidatedDates, type DateRow, fitDates } from './dates-fit.js'
import { prepareCarriers } from './recogniser-carriers.js'
import { type Clip, readLineClip, readManifest } from './recogniser-clips.js'

const CARRIER = 'La date de naissance est le'
/** One clip that is no date of so many. */
const EVERY_OTHER = 12

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    every: { type: 'string', default: '1' },
    rows: { type: 'string', default: join(homeFolder(), 'date-rows.json') },
    calibrate: { type: 'boolean', default: false },
  },
})
const folder = positionals[0]
if (folder === undefined) throw new Error('which folder of clips?')

const rows = existsSync(values.rows)
  ? (JSON.parse(readFileSync(values.rows, 'utf8')) as DateRow[])
  : await hearAll(folder)
writeFileSync(values.rows, JSON.stringify(rows))
console.log(`${cpus()[0]?.model ?? ''}, ${cpus().length} cores, ${rows.length} clips`)
const { date } = readCalibration(calibrationPath())
report('as calibrated', () => date)
report('each voice judged by what the others made', crossValidatedDates(rows))
for (const mostNear of [0, 0.01, 0.02, 0.1])
  report(`the same, with ${100 * mostNear} % of near dates allowed`, crossValidatedDates(rows, mostNear), ['all'])
if (values.calibrate) {
  const calibration = { ...readCalibration(calibrationPath()), date: fitDates(rows) }
  writeFileSync(calibrationPath(), `${JSON.stringify(calibration, null, 2)}\n`)
}

async function hearAll(from: string): Promise<readonly DateRow[]> {
  const recogniser = await openWhisper({
    modelPath: join(homeFolder(), 'models/ggml-base.bin'),
    addonPath: join(projectRoot, 'native/build'),
    sessions: 1,
    threads: 1,
  })
  await prepareCarriers(recogniser, [CARRIER])
  const all = readManifest(from)
  const told = all.filter(({ expect }) => expect.kind === 'dob').filter((_, i) => i % Number(values.every) === 0)
  const others = all.filter(({ expect }) => expect.kind !== 'dob').filter((_, i) => i % EVERY_OTHER === 0)
  const dates = [...new Set(told.map(({ expect }) => String(expect.value)))]
  const heard: DateRow[] = []
  for (const [at, clip] of [...told, ...others].entries()) {
    const pcm = readLineClip(from, clip.file)
    const own = at < told.length ? String(clip.expect.value) : undefined
    const roles = own === undefined ? strangers(dates, at) : rolesOf(own, dates)
    heard.push(await hear(recogniser, clip, pcm, roles))
    if (own !== undefined)
      heard.push(
        await hear(recogniser, clip, pcm.subarray(0, Math.round(pcm.length * 0.55)), [{ role: 'half', date: own }]),
      )
    process.stderr.write(`\r${at + 1}/${told.length + others.length}`)
  }
  await recogniser.close()
  return heard
}

type Asked = readonly { readonly role: DateRow['heard'][number]['role']; readonly date: string }[]

function strangers(dates: readonly string[], at: number): Asked {
  return [0, 4, 8].map(step => ({ role: 'no date', date: dates[(at + step) % dates.length]! }))
}

function rolesOf(own: string, dates: readonly string[]): Asked {
  return [
    { role: 'own', date: own },
    ...nearOf(own).map(date => ({ role: 'near' as const, date })),
    ...dates.filter(date => date !== own).map(date => ({ role: "another's" as const, date })),
  ]
}

/** A day, ten days, a month, one, ten and twenty years beside it. */
function nearOf(date: string): readonly string[] {
  const { day, month, year } = dayOf(date)!
  const beside = [
    ...[1, -1, 10, -10].map(by => ({ day: day + by, month, year })),
    ...[1, -1].map(by => ({ day, month: month + by, year })),
    ...[1, -1, 10, -10, 20, -20].map(by => ({ day, month, year: year + by })),
  ]
  return beside
    .map(one => `${one.year}-${String(one.month).padStart(2, '0')}-${String(one.day).padStart(2, '0')}`)
    .filter(one => dayOf(one) !== undefined && one <= '2026-12-31')
}

async function hear(recogniser: WhisperRecogniser, clip: Clip, pcm: Int16Array, asked: Asked): Promise<DateRow> {
  const known = asked.map(({ date }) => date)
  const request = { pcm, language: 'fr', expected: { kind: 'date', carrier: CARRIER, known } } as const
  const startMs = performance.now()
  const { hearing, dates = [] } = await recogniser.examine(request, true)
  const tookMs = performance.now() - startMs
  const heard = asked.map(({ role, date }) => ({ role, date, heard: dates.find(one => one.date === date) ?? null }))
  const { voice, condition, file, text } = clip
  return { voice, condition, file, text, written: hearing.text, confidence: hearing.confidence, tookMs, heard }
}

function everyVoice(): readonly string[] {
  return ['all', ...new Set(rows.map(row => row.voice))]
}

function report(title: string, trustOf: (voice: string) => DateTrust, voices = everyVoice()): void {
  console.log(`\n${title}`)
  for (const voice of voices) {
    const some = rows.filter(row => voice === 'all' || row.voice === voice)
    const cells = (['own', 'near', "another's", 'half', 'no date'] as const).map(role => {
      const of = some.flatMap(row => row.heard.filter(one => one.role === role).map(one => ({ row, ...one })))
      const taken = of.filter(({ row, heard }) => heard !== null && isSaid(heard, trustOf(row.voice)))
      return `${role} ${taken.length} of ${of.length}`
    })
    console.log(`  ${voice.padEnd(10)} ${cells.join(', ')}`)
  }
}
