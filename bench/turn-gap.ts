import { cpus, loadavg } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import type { TurnTiming } from '../daemon/call/port.js'
import type { Rehearsal } from '../daemon/rehearsal/format.js'
import { type MeasuredTurn, measureTurnGaps } from '../daemon/rehearsal/measure.js'
import type { PatientStory } from '../daemon/rehearsal/story.js'
import type { Strain } from '../daemon/speech/port.js'
import { type BenchClip, turnGapRehearsal } from './turn-gap-clips.js'

/** What a finished call has to tell the bench. */
export interface BenchedCall {
  readonly story: PatientStory
  readonly timings: readonly TurnTiming[]
  /** At the agent's end of the line. */
  readonly underflows: number
  /** From the dial to the end. */
  readonly tookMs: number
}

export interface TurnGapOptions {
  readonly clips: readonly BenchClip[]
  /** What the patient says on picking up. */
  readonly opening: Rehearsal['opening']
  /** Makes one whole call with the dialogue of free-talk.ts over `turns` turns. */
  readonly runCall: (rehearsal: Rehearsal, turns: number) => Promise<BenchedCall>
  /** Calls at once; default 1. */
  readonly calls?: number
  /** Default 12: some two minutes of talk. */
  readonly clipsPerCall?: number
  readonly onCallDone?: (done: number, of: number) => void
  /** How the recogniser keeps up, asked at the end of each call. */
  readonly strain?: () => Strain
}

/** Figures of a run; times in ms. */
export interface TurnGapBench {
  readonly machine: { readonly model: string; readonly cores: number; readonly load: number }
  readonly calls: number
  /** Turns in the percentiles. */
  readonly turns: number
  readonly gapMs: { readonly p50: number; readonly p90: number; readonly p95: number; readonly max: number }
  /** Medians of where a gap went; recognition runs within the endpointing, so they do not add up. */
  readonly parts: {
    readonly endpointing: number
    readonly recognition: number
    readonly thinking: number
    readonly voice: number
  }
  /** Of this process, its threads and both ends of the line. */
  readonly cpuSecondsPerTurn: number
  /** The same for a minute of one call, ringing and goodbye included. */
  readonly cpuSecondsPerCallMinute: number
  /** The most of what the recogniser told of half a minute: how long nine of ten turns waited for it (ms), how busy it was (0–1). */
  readonly hearing: { readonly waitedMs: number; readonly busyShare: number }
  readonly cutOffs: number
  readonly missed: number
  /** What was cut off, missed or answered late, by clip. */
  readonly worst: readonly WorstTurn[]
  readonly underflows: number
  /** The most that was seen at the end of a call. */
  readonly rssBytes: number
}

export interface WorstTurn {
  readonly file: string
  /** null: nothing was said to it. */
  readonly gapMs: number | null
  readonly what: 'cut off' | 'missed' | 'late'
}

/** Answers later than this are told by name. */
const LATE_MS = 1400
/** Clips above this stay out of the percentiles: they are stories, whose end is waited for longer on purpose. */
const LONGEST_CLIP_MS = 5000
const CLIPS_PER_CALL = 12

/** Calls that begin in the same instant ask in the same instant for minutes: patients answer at random. */
const BEGIN_WITHIN_MS = 10_000

/** When each of the calls at once begins: the same "random" moments every time, the first at once. */
function beginnings(calls: number): readonly number[] {
  let state = 7
  return Array.from({ length: calls }, (_, at) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return at === 0 ? 0 : (BEGIN_WITHIN_MS * state) / 2_147_483_648
  })
}

/**
 * Each clip is one turn of a patient, asked for as a free question and followed by silence; the gap is measured on what the
 * patient's end said and heard. Calls are made `calls` at a time until every clip was spoken.
 */
export async function benchTurnGap(options: TurnGapOptions): Promise<TurnGapBench> {
  const { clips, opening, runCall, calls = 1, clipsPerCall = CLIPS_PER_CALL } = options
  const batches = Array.from({ length: Math.ceil(clips.length / clipsPerCall) }, (_, i) =>
    clips.slice(i * clipsPerCall, (i + 1) * clipsPerCall),
  )
  const waiting = [...batches]
  const turns: BenchTurn[] = []
  const timings: TurnTiming[] = []
  let [underflows, rssBytes, done, tookMs, waitedMs, busyShare] = [0, 0, 0, 0, 0, 0]
  const startCpu = process.cpuUsage()
  const oneAfterTheOther = async (beginMs: number): Promise<void> => {
    await pause(beginMs)
    for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) {
      const call = await runCall(turnGapRehearsal(batch, { opening }), batch.length)
      turns.push(...turnsOf(call, batch))
      timings.push(...call.timings)
      underflows += call.underflows
      tookMs += call.tookMs
      const strain = options.strain?.()
      waitedMs = Math.max(waitedMs, strain?.waitedMs ?? 0)
      busyShare = Math.max(busyShare, strain?.busyShare ?? 0)
      rssBytes = Math.max(rssBytes, process.memoryUsage.rss())
      options.onCallDone?.(++done, batches.length)
    }
  }
  await Promise.all(beginnings(Math.min(calls, batches.length)).map(oneAfterTheOther))
  const { user, system } = process.cpuUsage(startCpu)
  const cpuSeconds = (user + system) / 1e6
  return {
    machine: { model: cpus()[0]?.model.trim() ?? 'unknown', cores: cpus().length, load: loadavg()[0] ?? 0 },
    calls,
    ...figures(turns, timings),
    cpuSecondsPerTurn: rounded(cpuSeconds / Math.max(1, turns.length), 3),
    cpuSecondsPerCallMinute: rounded((cpuSeconds * 60_000) / Math.max(1, tookMs), 2),
    hearing: { waitedMs, busyShare: rounded(busyShare, 2) },
    underflows,
    rssBytes,
  }
}

type BenchTurn = MeasuredTurn & { readonly long: boolean; readonly file: string }

/** The turns of one call that are clips of its batch, in the order spoken. */
function turnsOf({ story }: BenchedCall, batch: readonly BenchClip[]): BenchTurn[] {
  if (story.audio === undefined) return []
  const { turns } = measureTurnGaps({ ...story.audio, utterances: story.utterances })
  return turns.flatMap(turn => {
    const clip = batch[Number(/^turn-(\d+)$/.exec(turn.linkId ?? '')?.[1] ?? -1)]
    return clip === undefined || turn.kind !== 'answer'
      ? []
      : { ...turn, long: clip.lengthMs > LONGEST_CLIP_MS, file: clip.file }
  })
}

function figures(
  turns: readonly BenchTurn[],
  timings: readonly TurnTiming[],
): Pick<TurnGapBench, 'turns' | 'gapMs' | 'parts' | 'cutOffs' | 'missed' | 'worst'> {
  const gaps = turns.flatMap(turn => (turn.long ? [] : (turn.gapMs ?? [])))
  const median = (part: (timing: TurnTiming) => number) => Math.round(percentile(timings.map(part), 50))
  return {
    turns: gaps.length,
    gapMs: {
      p50: Math.round(percentile(gaps, 50)),
      p90: Math.round(percentile(gaps, 90)),
      p95: Math.round(percentile(gaps, 95)),
      max: Math.round(percentile(gaps, 100)),
    },
    parts: {
      endpointing: median(timing => timing.endpointingMs),
      recognition: median(timing => timing.recognitionMs),
      thinking: median(timing => timing.thinkingMs),
      voice: median(timing => timing.voiceMs),
    },
    cutOffs: turns.filter(turn => turn.cutOff).length,
    missed: turns.filter(turn => turn.missed).length,
    worst: turns.flatMap(worstOf),
  }
}

function worstOf(turn: BenchTurn): WorstTurn[] {
  const { file, gapMs = null } = turn
  const late = !turn.long && gapMs !== null && gapMs > LATE_MS
  const what = turn.cutOff ? 'cut off' : turn.missed ? 'missed' : late ? 'late' : undefined
  return what === undefined ? [] : [{ file, gapMs, what }]
}

/** Nearest rank; 0 of nothing. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits))

/** The same for a terminal. */
export function turnGapTable(bench: TurnGapBench): string {
  const { machine, gapMs, parts } = bench
  const rows: readonly (readonly [string, string])[] = [
    ['machine', `${machine.model}, ${machine.cores} cores, load ${machine.load.toFixed(1)}`],
    ['calls at once', `${bench.calls}`],
    ['turns measured', `${bench.turns}`],
    ['turn gap', `p50 ${gapMs.p50} · p90 ${gapMs.p90} · p95 ${gapMs.p95} · max ${gapMs.max} ms`],
    ['  endpointing', `${parts.endpointing} ms (median)`],
    ['  recognition', `${parts.recognition} ms, within the endpointing`],
    ['  thinking', `${parts.thinking} ms`],
    ['  voice', `${parts.voice} ms`],
    ['waits to be heard', `${bench.hearing.waitedMs} ms at most (nine of ten of half a minute)`],
    ['recogniser busy', `${Math.round(bench.hearing.busyShare * 100)} % at most`],
    ['CPU a turn', `${bench.cpuSecondsPerTurn} s`],
    ['CPU a call-minute', `${bench.cpuSecondsPerCallMinute} s`],
    ['cut off / missed', `${bench.cutOffs} / ${bench.missed}`],
    ['underflows', `${bench.underflows}`],
    ['memory', `${Math.round(bench.rssBytes / 1e6)} MB`],
  ]
  const worst = bench.worst.map(({ file, gapMs, what }) => [`  ${what}`, `${file} ${gapMs ?? '–'} ms`] as const)
  return [...rows, ...worst].map(([name, value]) => `${name.padEnd(18)}${value}\n`).join('')
}
