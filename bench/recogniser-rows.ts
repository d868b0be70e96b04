import { createHash } from 'node:crypto'
import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs'
import type { Scored } from '../daemon/domain/expected.js'
import { candidatesOf } from '../daemon/speech/recogniser/candidates.js'
import type { Verdict } from '../daemon/speech/recogniser/closed.js'
import type { Heard } from '../daemon/speech/recogniser/fusion.js'
import type { Stage } from '../daemon/speech/recogniser/listening.js'
import { valuesIn } from '../daemon/speech/recogniser/read.js'
import type { Evidence, FusedStage, StageName } from '../daemon/speech/recogniser/trust.js'
import type { WhisperRecogniser } from '../daemon/speech/recogniser/whisper.js'
import { type Clip, QUESTIONS, readLineClip, type Trial } from './recogniser-clips.js'

export interface Judged {
  readonly best: Scored['value'] | null
  readonly evidence: Evidence
  readonly verdict: Verdict
}

/** One trial as it was heard, everything a later fit needs. */
export interface Row {
  readonly file: string
  readonly voice: string
  readonly condition: string
  readonly kind: string
  readonly question: Trial['question'] | 'free'
  readonly value: number | boolean | null
  readonly said: string
  readonly heard: string
  /** What a plain reading of the transcript gives: one value, or none. */
  readonly greedy: Scored['value'] | null
  readonly seconds: number
  readonly tookMs: number
  readonly stages: Partial<Readonly<Record<StageName, Judged>>>
  readonly fusing?: Partial<Readonly<Record<FusedStage, Heard>>> | undefined
}

/** −Infinity does not survive JSON. */
const finite = (verdict: Verdict): Verdict => ({ ...verdict, instead: Math.max(verdict.instead, -99) })

function judged({ verdict, evidence }: Stage): Judged {
  return { best: verdict.scored[0]?.value ?? null, evidence, verdict: finite(verdict) }
}

/** An order that mixes voices and kinds, so that an interrupted run already shows all of them. */
const mixed = (file: string): string => createHash('sha1').update(file).digest('hex')

/** Hears every trial and every free text, keeping each row on disk as it comes, so that a long run can be taken up again. */
export async function hearAll(
  recogniser: WhisperRecogniser,
  folder: string,
  trials: readonly Trial[],
  freeClips: readonly Clip[],
  rowsPath: string,
): Promise<readonly Row[]> {
  const rows: Row[] = existsSync(rowsPath)
    ? readFileSync(rowsPath, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map(line => JSON.parse(line) as Row)
    : []
  const done = new Set(rows.map(({ file, question }) => `${file} ${question}`))
  const file = openSync(rowsPath, 'a')
  const keep = (row: Row) => {
    rows.push(row)
    writeSync(file, `${JSON.stringify(row)}\n`)
  }
  const free = freeClips.map(clip => ({ clip, question: 'free' as const, value: undefined }))
  const todo = [...trials, ...free]
    .filter(({ clip, question }) => !done.has(`${clip.file} ${question}`))
    .sort((a, b) => mixed(a.clip.file).localeCompare(mixed(b.clip.file)))
  for (const [index, trial] of todo.entries()) {
    keep(await hearOne(recogniser, folder, trial))
    if (process.stderr.isTTY) process.stderr.write(`\r${index + 1}/${todo.length}`)
  }
  closeSync(file)
  return rows
}

type AnyTrial = Omit<Trial, 'question'> & { readonly question: Row['question'] }

async function hearOne(recogniser: WhisperRecogniser, folder: string, trial: AnyTrial): Promise<Row> {
  const { clip, question } = trial
  const expected = question === 'free' ? ({ kind: 'free' } as const) : QUESTIONS[question]
  const startedAtMs = performance.now()
  const pcm = readLineClip(folder, clip.file)
  const examined = await recogniser.examine({ pcm, language: 'fr', expected }, true)
  const read = valuesIn(examined.hearing.text, candidatesOf(expected, 'fr'))
  const stages = Object.fromEntries(Object.entries(examined.stages).map(([name, stage]) => [name, judged(stage)]))
  return {
    file: clip.file,
    voice: clip.voice,
    condition: clip.condition,
    kind: clip.expect.kind,
    question,
    value: trial.value ?? null,
    said: clip.text,
    heard: examined.hearing.text,
    greedy: read.length === 1 ? read[0]! : null,
    seconds: examined.seconds,
    tookMs: performance.now() - startedAtMs,
    stages,
    fusing: examined.fusing,
  }
}
