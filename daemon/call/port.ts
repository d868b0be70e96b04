import type { CallId, DueCallId, PatientId } from '../domain/ids.js'
import type { AlertStepKind, Disposition } from '../domain/outcome.js'
import type { MediaStats } from '../media/port.js'
import type { CallResult, TurnRecord } from '../store/port.js'
import type { ReceivedCall } from '../telephony/port.js'

/** Where the time between the patient's last sound and our first word went, for one turn. */
export interface TurnTiming {
  /** Silence waited through before the turn was taken as ended, recognition running meanwhile. */
  readonly endpointingMs: number
  /** Wall time of the recognition that counted. */
  readonly recognitionMs: number
  /** From the decision to the voice being queued: interpretation, protocol, commits. */
  readonly thinkingMs: number
  /** From queued to the first frame on the beat. */
  readonly voiceMs: number
}

/** What can be watched of a call: the terminal, a rehearsal's patient, a bench. Personal content: never logged. */
export interface CallObserver {
  ringing?(): void
  answered?(): void
  /** A new question (or its re-prompt) is about to be spoken; `seq` counts them. */
  asked?(linkId: string, seq: number): void
  turn?(turn: TurnRecord): void
  alerted?(rule: string, urgency: string): void
  timed?(timing: TurnTiming): void
}

export interface EndedCall {
  readonly callId: CallId
  readonly disposition: Disposition
  readonly result: CallResult
  readonly media?: MediaStats
}

/** What was done to bring the patient and a nurse together. */
export interface TransferReport {
  readonly rung: { readonly number: string; readonly outcome: AlertStepKind }[]
  readonly outcome: 'joined' | 'taken' | 'nobody' | 'stopped'
  readonly acceptedBy?: string
  /** From the patient's words to the first ring, and to the two hearing each other. */
  readonly ringMs?: number
  readonly joinMs?: number
}

/** Time outside a call's own samples; tests and virtual time move it. */
export interface Timer {
  /** Runs `what` once after `delayMs`; returns how to call it off. */
  after(delayMs: number, what: () => void): () => void
  /** From any beginning. */
  nowMs(): number
}

export interface PlacedCall {
  readonly callId: CallId
  readonly ended: Promise<EndedCall>
  /** What was done to reach a nurse, once nothing of it goes on: it may outlive the call. Undefined without a need. */
  readonly transferred: Promise<TransferReport | undefined>
  /** Ends the call politely at once (shutdown). */
  stop(): Promise<void>
}

export interface Calls {
  /** Prepares the person's sentences, writes the call's row, dials. Throws Failure call/not-allowed, call/language, store/*. */
  place(request: {
    readonly dueCallId: DueCallId
    /** Default: the one whose turn it is. */
    readonly number?: string
    /** Of the schedule's claim; without one the call is made by hand. */
    readonly lease?: string
    readonly observer?: CallObserver
  }): Promise<PlacedCall>
  /** Takes a call that came in; undefined where there was no room for it, or it failed: the caller was told so. */
  receive(call: ReceivedCall, observer?: CallObserver): Promise<PlacedCall | undefined>
  readonly live: number
  /** Ends every live call. */
  stop(): Promise<void>
}

export type { PatientId }

/** pino's shape; facts are technical only. */
export interface CallLog {
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}
