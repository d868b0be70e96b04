import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import type { CallLog } from '../call/port.js'
import { composeSpeech } from '../compose.js'
import type { Config } from '../config.js'
import type { Language } from '../domain/expected.js'
import { Failure } from '../domain/failure.js'
import { wavHeader } from '../media/tape.js'
import type { Rehearsal } from '../rehearsal/format.js'
import { readRehearsal } from '../rehearsal/read.js'
import type { RehearsalReport } from '../rehearsal/report.js'
import type { PatientStory } from '../rehearsal/story.js'
import { showCall } from './display.js'
import { asteriskLines, type RehearsalLines, realDemonstration, virtualDemonstration } from './lines.js'
import { writeRehearsal } from './record.js'
import { type Rehearsed, rehearse } from './rehearsal-run.js'

export interface RehearseOptions {
  readonly line: 'demonstration' | 'asterisk'
  readonly virtual: boolean
  readonly json: boolean
  readonly out?: string
  readonly record?: string
}

/**
 * `hellojade rehearse FILE…`: whole calls from files. Exit status 0 when every expectation held, 1 when one failed, 2 when a
 * file is no rehearsal. Every file is read and checked before the first call is made.
 */
export async function rehearseCommand(
  files: readonly string[],
  options: RehearseOptions,
  config: Config,
  log: CallLog,
): Promise<number> {
  const rehearsals: Rehearsal[] = []
  for (const file of files) {
    try {
      rehearsals.push(await readRehearsal(file))
    } catch (cause) {
      if (!(cause instanceof Failure)) throw cause
      process.stderr.write(`${cause.sentence('en')}\n`)
    }
  }
  if (rehearsals.length < files.length) return 2
  const speech = await composeSpeech(config, { language: languageOf(rehearsals), startAtSkipsIdentity: true })
  const lines = await openLines(options, config)
  const folder = options.out === undefined ? mkdtempSync(join(tmpdir(), 'hellojade-rehearsal-')) : resolve(options.out)
  mkdirSync(folder, { recursive: true })
  const reports: RehearsalReport[] = []
  let kept = true
  try {
    for (const rehearsal of rehearsals) {
      const live = !options.json && rehearsals.length === 1
      if (live) print(`\n${basename(rehearsal.path)} (${lines.name})`)
      const done = await rehearse(rehearsal, {
        config,
        speech,
        lines,
        log,
        folder,
        ...(live ? { observer: showCall(print) } : {}),
      })
      keep(folder, rehearsal, done)
      reports.push(done.report)
      if (!options.json) for (const line of verdict(done, live)) print(line)
      if (options.record !== undefined) kept = (await record(options.record, rehearsal, done)) && kept
    }
  } finally {
    await lines.close()
    await speech.close()
  }
  if (options.json) process.stdout.write(`${JSON.stringify(reports, null, 2)}\n`)
  return kept && reports.every(report => report.passed) ? 0 : 1
}

/** French, unless every rehearsal rings somebody who speaks another language: then nothing French is rendered for them. */
function languageOf(rehearsals: readonly Rehearsal[]): Language {
  const [first] = rehearsals
  const alike = rehearsals.every(({ language, inbound, nurse }) => language === first?.language && !inbound && !nurse)
  return alike && first ? first.language : 'fr'
}

export const openLines = (
  options: Pick<RehearseOptions, 'line' | 'virtual'>,
  config: Config,
): Promise<RehearsalLines> =>
  options.line === 'asterisk'
    ? asteriskLines(config)
    : options.virtual
      ? virtualDemonstration(config)
      : realDemonstration(config)

/** The report and what the patient's end heard and said, beside the daemon's own recording. */
function keep(folder: string, rehearsal: Rehearsal, { report, story }: Rehearsed): void {
  const name = basename(rehearsal.path).replace(/\.\w+$/, '')
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(report, null, 2))
  const audio = stereoOf(story)
  if (audio !== undefined) writeFileSync(join(folder, `${name}.patient-end.wav`), audio)
}

/** False where there was nothing to make a rehearsal of: that is told, and the other files go on. */
async function record(folder: string, rehearsal: Rehearsal, { result }: Rehearsed): Promise<boolean> {
  mkdirSync(folder, { recursive: true })
  try {
    const { recordingPath } = result.call
    const wav = recordingPath === undefined ? undefined : readFileSync(recordingPath)
    await writeRehearsal(result, wav, join(folder, `${basename(rehearsal.path).replace(/\.\w+$/, '')}-recorded.yaml`))
    return true
  } catch (cause) {
    if (!(cause instanceof Failure) || cause.code !== 'rehearsal/unrecorded') throw cause
    process.stderr.write(`${basename(rehearsal.path)}: ${cause.sentence('en')}\n`)
    return false
  }
}

/** Left what the patient heard, right what the patient said. */
function stereoOf({ audio }: PatientStory): Buffer | undefined {
  if (audio === undefined) return undefined
  const both = new Int16Array(audio.incoming.length * 2)
  for (let i = 0; i < audio.incoming.length; i++) {
    both[2 * i] = audio.incoming[i] ?? 0
    both[2 * i + 1] = audio.outgoing[i] ?? 0
  }
  return Buffer.concat([wavHeader(both.byteLength), Buffer.from(both.buffer)])
}

const print = (line: string) => void process.stdout.write(`${line}\n`)

/** A line per call; one that failed is told whole before what was expected of it. */
function verdict({ report, script, tookMs }: Rehearsed, live: boolean): string[] {
  const gaps = report.turnGapsMs
  const median = gaps.length === 0 ? '–' : `${[...gaps].sort((a, b) => a - b)[gaps.length >> 1]} ms`
  const told = [report.disposition, report.identity, `${report.alerts.length} alerts`, `turn gap ${median}`]
  const last = `${report.passed ? '✓' : '✗'} ${told.join(' · ')} · ${(tookMs / 1000).toFixed(1)} s`
  const failures = report.failures.map(failure => `  ✗ ${failure}`)
  if (live) return [...failures, `  ${last}`]
  const name = basename(report.file)
  return report.passed ? [`${name}: ${last}`] : [`${name} (${report.line})`, ...script, ...failures, `  ${last}`]
}
