import { LINE_HZ } from '../domain/units.js'
import type { CallResult, TurnRecord } from '../store/port.js'

/** Sound kept before and behind each answer: the edges of soft words lie outside of what the ear calls speech. */
const EDGE_MS = 240
/** Between two prompts with nobody speaking, this much is a silence that the patient was given to answer in. */
const SILENCE_MS = 3000
/** Nobody's name: what is said aloud in the clips may still hold one. */
const PLACEHOLDER = {
  givenName: 'Jeanne',
  familyName: 'Lambert',
  title: 'Madame',
  sex: 'f',
  birthDate: '1964-01-21',
} as const

interface Answer {
  readonly audio?: string
  readonly keys?: string
  readonly silent?: true
  readonly afterMs?: number
}
interface Moment {
  readonly during: string
  readonly nth: number
  readonly atMs: number
}

/** A rehearsal made of a call: the file as it is written, and its clips by their path. */
export interface RecordedRehearsal {
  readonly file: Readonly<Record<string, unknown>>
  readonly clips: ReadonlyMap<string, Int16Array>
}

/**
 * Makes a rehearsal of a recorded call: each turn of the patient, cut from the recording's left channel, becomes an answer of
 * its linkId, and what came of the call is what is expected. It begins at the first question that was recorded: what was said
 * before the consent was never written. Undefined when no question was.
 */
export function recordedRehearsal(
  result: CallResult,
  patient: Int16Array,
  folder: string,
): RecordedRehearsal | undefined {
  const startMs = result.call.recordingStartMs
  if (startMs === undefined) return undefined
  const items = new Set(result.answers.map(answer => answer.linkId))
  const turns = [...result.turns].sort((a, b) => a.startMs - b.startMs)
  const first = turns.findIndex(
    turn => turn.speaker === 'agent' && turn.startMs >= startMs && items.has(turn.linkId) && !OUTSIDE.has(turn.linkId),
  )
  if (first < 0) return undefined
  const cutting = new Cutting(patient, startMs, folder)
  for (const turn of turns.slice(first)) cutting.turn(turn)
  const endMs = startMs + (patient.length * 1000) / LINE_HZ
  const startAt = turns[first]!.linkId
  return { file: fileOf(result, startAt, cutting, endMs), clips: cutting.clips }
}

/** Asked before anything is recorded, or no question. */
const OUTSIDE: ReadonlySet<string> = new Set([
  'greeting',
  'person',
  'caregiver',
  'birth-date',
  'recording-consent',
  'closing',
])

/** Goes through the turns once and gathers what the patient did. */
class Cutting {
  readonly clips = new Map<string, Int16Array>()
  readonly answers: Record<string, Answer[]> = {}
  readonly interrupt: (Moment & Answer)[] = []
  last: TurnRecord | undefined
  private readonly patient: Int16Array
  private readonly startMs: number
  private readonly folder: string
  private readonly prompts = new Map<string, number>()
  private agent: TurnRecord | undefined
  private open: { clip: string; fromMs: number; endMs: number } | undefined

  constructor(patient: Int16Array, startMs: number, folder: string) {
    this.patient = patient
    this.startMs = startMs
    this.folder = folder
  }

  turn(turn: TurnRecord): void {
    if (turn.speaker === 'agent') this.said(turn)
    else this.heard(turn)
    this.last = turn
  }

  /** So far into which prompt of the agent's a moment lies. */
  momentOf(atMs: number): Moment | undefined {
    const { agent } = this
    if (agent === undefined) return undefined
    const nth = this.prompts.get(agent.linkId) ?? 1
    return { during: agent.linkId, nth, atMs: Math.max(100, Math.round(atMs - agent.startMs)) }
  }

  private said(turn: TurnRecord): void {
    const { last } = this
    if (last?.speaker === 'agent' && turn.startMs - last.endMs > SILENCE_MS) this.give(last.linkId, { silent: true })
    const goesOn = last?.speaker === 'agent' && last.linkId === turn.linkId && turn.startMs - last.endMs <= SILENCE_MS
    if (!goesOn) this.prompts.set(turn.linkId, (this.prompts.get(turn.linkId) ?? 0) + 1)
    this.agent = turn
    this.open = undefined
  }

  private heard(turn: TurnRecord): void {
    const keys = /^\[([0-9*#A-D]+)\]$/.exec(turn.text)?.[1]
    if (keys === undefined && this.open !== undefined) return this.goOn(turn)
    const { agent } = this
    const given = keys === undefined ? { audio: this.cut(turn) } : { keys }
    const moment = this.momentOf(turn.startMs)
    if (agent !== undefined && moment !== undefined && turn.startMs < agent.endMs) {
      this.interrupt.push({ ...moment, ...given })
      return
    }
    const gapMs = turn.startMs - (agent?.endMs ?? turn.startMs)
    const afterMs = Math.max(0, Math.round(gapMs - (keys === undefined ? EDGE_MS : 0)))
    this.give(turn.linkId, { ...given, afterMs })
  }

  /** Two turns of the patient with no word of the agent between them are one answer, its pause as it was. */
  private goOn(turn: TurnRecord): void {
    const { clip, fromMs } = this.open!
    this.clips.set(clip, this.slice(fromMs, turn.endMs))
  }

  private cut(turn: TurnRecord): string {
    const number = String(this.clips.size + 1).padStart(2, '0')
    const clip = `${this.folder}/${number}-${turn.linkId}.wav`
    this.open = { clip, fromMs: turn.startMs, endMs: turn.endMs }
    this.clips.set(clip, this.slice(turn.startMs, turn.endMs))
    return clip
  }

  private slice(fromMs: number, toMs: number): Int16Array {
    const at = (ms: number) => Math.max(0, Math.round(((ms - this.startMs) * LINE_HZ) / 1000))
    return this.patient.slice(at(fromMs - EDGE_MS), at(toMs + EDGE_MS))
  }

  private give(linkId: string, answer: Answer): void {
    this.answers[linkId] = [...(this.answers[linkId] ?? []), answer]
  }
}

function fileOf(result: CallResult, startAt: string, cutting: Cutting, endMs: number): Record<string, unknown> {
  const { call, alerts } = result
  const { last } = cutting
  const leftEarly = last?.speaker === 'agent' && (last.interrupted || last.linkId !== 'closing')
  const hangUp = leftEarly ? cutting.momentOf(endMs) : undefined
  const isEmergency = alerts.some(alert => alert.urgency === 'emergency')
  const nurse = call.disposition === 'transferred' ? 'accepts' : isEmergency ? 'no-answer' : undefined
  return {
    description: 'Recorded from a call.',
    protocol: call.protocol ?? 'general-follow-up',
    patient: PLACEHOLDER,
    startAt,
    answers: cutting.answers,
    ...(cutting.interrupt.length > 0 ? { interrupt: cutting.interrupt } : {}),
    ...(hangUp === undefined ? {} : { hangUp }),
    ...(nurse === undefined ? {} : { nurse }),
    expect: expectationOf(result),
  }
}

/** Words are not expected word for word: a recogniser hears the cut clip a little differently. */
function expectationOf({ call, answers, alerts, tasks }: CallResult): Record<string, unknown> {
  const asked = answers.filter(answer => !OUTSIDE.has(answer.linkId) && answer.linkId !== 'callback-time')
  return {
    ...(call.disposition === undefined ? {} : { disposition: call.disposition }),
    answers: Object.fromEntries(
      asked.map(({ linkId, value, status, readBack, byKeypad }) => [
        linkId,
        {
          status,
          ...(typeof value === 'string' || value === undefined ? {} : { value }),
          ...(readBack === undefined ? {} : { readBack }),
          ...(byKeypad === true ? { byKeypad } : {}),
        },
      ]),
    ),
    alerts: alerts.map(({ rule, urgency, confirmation }) => ({
      rule,
      urgency,
      ...(confirmation === undefined ? {} : { confirmation }),
    })),
    tasks: tasks.map(({ kind }) => ({ kind })),
  }
}
