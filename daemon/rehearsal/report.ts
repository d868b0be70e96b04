import type { TransferReport } from '../call/port.js'
import type { ItemAnswer } from '../dialogue/port.js'
import type { AnswerValue, Disposition, Identity, ItemStatus, LinkId } from '../domain/outcome.js'
import type { CallResult } from '../store/port.js'
import type { VoiceLevels } from './levels.js'
import type { TurnMeasurement } from './measure.js'

/** One item as the call left it; an item nobody asked is here too, as not-asked. */
export interface ReportedAnswer {
  readonly value: AnswerValue | null
  readonly text: string | null
  readonly confidence: number | null
  readonly status: ItemStatus
  readonly readBack?: NonNullable<ItemAnswer['readBack']>
  readonly byKeypad?: true
  readonly byCaregiver?: true
  readonly earlier?: NonNullable<ItemAnswer['earlier']>
}

export interface ReportedAlert {
  readonly rule: string
  readonly ruleVersion: string
  readonly urgency: string
  readonly linkId: LinkId | null
  readonly question: string | null
  readonly words: string | null
  readonly confidence: number | null
  readonly confirmation: string | null
  readonly recordingSecond: number | null
}

export interface ReportedTurn {
  readonly speaker: 'agent' | 'patient'
  readonly linkId: LinkId
  readonly text: string
  readonly startMs: number
  readonly endMs: number
  readonly interrupted: boolean
  readonly confidence: number | null
}

/** What `hellojade rehearse --json` prints per call. Times are ms since the answer. Keys may be added, never renamed. */
export interface RehearsalReport {
  readonly file: string
  readonly line: string
  readonly protocol: string | null
  readonly passed: boolean
  /** What differs from the file's expectations, a sentence each. */
  readonly failures: readonly string[]
  readonly disposition: Disposition | null
  readonly identity: Identity
  readonly answers: Readonly<Record<LinkId, ReportedAnswer>>
  readonly alerts: readonly ReportedAlert[]
  readonly tasks: readonly { readonly kind: string; readonly note: string | null; readonly notBefore: string | null }[]
  readonly score: { readonly score: number; readonly complete: boolean; readonly band: string } | null
  readonly turns: readonly ReportedTurn[]
  /** Last patient sound to first agent sound, measured on the audio at the patient's end, a turn each. */
  readonly turnGapsMs: readonly number[]
  /** Patient onset to agent silence, one for each time the patient spoke over the voice. */
  readonly bargeInMs: readonly number[]
  readonly cutOffs: number
  readonly missed: number
  readonly underflows: number
  /** Loudness of the prompts at the patient's end; null without audio. */
  readonly voice: { readonly spreadDb: number; readonly clippedRuns: number; readonly clicks: number } | null
  readonly recordingPath: string | null
  /** What was done to reach a nurse; null where nobody needed one. Times are ms since the patient's words. */
  readonly transfer: TransferReport | null
}

/** All that a report is made of. */
export interface ReportParts {
  readonly file: string
  readonly line: string
  readonly result: CallResult
  /** Every item of the protocol, in its order. */
  readonly linkIds: readonly LinkId[]
  /** Undefined when nobody answered. */
  readonly measurement: TurnMeasurement | undefined
  readonly levels: VoiceLevels | undefined
  readonly transfer?: TransferReport | undefined
  readonly underflows: number
}

const NOT_ASKED: ReportedAnswer = { value: null, text: null, confidence: null, status: 'not-asked' }

/** The report before it is held against the expectations: `passed` is true and `failures` empty. */
export function reportOf(parts: ReportParts): RehearsalReport {
  const { call, turns, answers, alerts, tasks } = parts.result
  const given = new Map(answers.map(answer => [answer.linkId, reportAnswer(answer)]))
  const linkIds = [...new Set([...parts.linkIds, ...given.keys()])]
  return {
    file: parts.file,
    line: parts.line,
    protocol: call.protocol ?? null,
    passed: true,
    failures: [],
    disposition: call.disposition ?? null,
    identity: call.identity ?? 'not-reached',
    answers: Object.fromEntries(linkIds.map(linkId => [linkId, given.get(linkId) ?? NOT_ASKED])),
    alerts: alerts.map(alert => ({
      rule: alert.rule,
      ruleVersion: alert.ruleVersion,
      urgency: alert.urgency,
      linkId: alert.linkId ?? null,
      question: alert.question ?? null,
      words: alert.words ?? null,
      confidence: alert.confidence ?? null,
      confirmation: alert.confirmation ?? null,
      recordingSecond: alert.recordingSecond,
    })),
    tasks: tasks.map(({ kind, note, notBefore }) => ({ kind, note: note ?? null, notBefore: notBefore ?? null })),
    score: call.score ?? null,
    turns: turns.map(turn => ({
      speaker: turn.speaker,
      linkId: turn.linkId,
      text: turn.text,
      startMs: turn.startMs,
      endMs: turn.endMs,
      interrupted: turn.interrupted,
      confidence: turn.confidence ?? null,
    })),
    turnGapsMs: (parts.measurement?.turnGapsMs ?? []).map(Math.round),
    bargeInMs: (parts.measurement?.bargeInMs ?? []).map(Math.round),
    cutOffs: parts.measurement?.cutOffs ?? 0,
    missed: parts.measurement?.missed ?? 0,
    underflows: parts.underflows,
    voice: parts.levels === undefined ? null : summary(parts.levels),
    transfer: parts.transfer ?? null,
    recordingPath: call.recordingPath ?? null,
  }
}

function reportAnswer(answer: ItemAnswer): ReportedAnswer {
  return {
    value: answer.value ?? null,
    text: answer.text ?? null,
    confidence: answer.confidence ?? null,
    status: answer.status,
    ...(answer.readBack === undefined ? {} : { readBack: answer.readBack }),
    ...(answer.byKeypad === true ? { byKeypad: true } : {}),
    ...(answer.byCaregiver === true ? { byCaregiver: true } : {}),
    ...(answer.earlier === undefined || answer.earlier.length === 0 ? {} : { earlier: answer.earlier }),
  }
}

const summary = ({ prompts, spreadDb }: VoiceLevels): NonNullable<RehearsalReport['voice']> => ({
  spreadDb: Math.round(spreadDb * 10) / 10,
  clippedRuns: prompts.reduce((total, prompt) => total + prompt.clippedRuns, 0),
  clicks: prompts.reduce((total, prompt) => total + prompt.clicks, 0),
})
