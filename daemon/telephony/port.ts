import type { Address, Codec, MediaLeg } from '../media/port.js'

export interface DialRequest {
  /** The attempt's id: also the channel's id, so that the same attempt cannot ring twice. */
  readonly channelId: string
  /** E.164 number or, on a loopback test line, an endpoint's name. */
  readonly number: string
  readonly callerId?: string
  readonly ringMs: number
  readonly codec?: Codec
}

/** In this order: ringing?, answered?, hung-up (always the last, once). */
export type LegEvent =
  | { readonly type: 'ringing' }
  /** The far end picked up; `audio` is open, connected and started. */
  | { readonly type: 'answered'; readonly audio: MediaLeg }
  | { readonly type: 'dtmf'; readonly digit: string }
  /**
   * `cause` is Q.850; `by` says who ended it: the far end, us, or a broken line (PBX lost, media gone). `pickedUp` also where
   * the hang-up came before the audio stood, so that no `answered` was told.
   */
  | {
      readonly type: 'hung-up'
      readonly cause: number
      readonly rang: boolean
      readonly pickedUp: boolean
      readonly by: 'far-end' | 'us' | 'line'
    }

/** One channel to a phone. */
export interface Leg {
  readonly channelId: string
  /** Events from the start are kept until the first listener, so none is missed. */
  onEvent(listener: (event: LegEvent) => void): () => void
  /** Ends the call; safe at any moment and twice. Resolves when nothing of it is left in the PBX. */
  hangUp(): Promise<void>
}

export interface LineState {
  readonly line: string
  readonly up: boolean /** A sentence for a person. */
  readonly detail: string
  readonly channels: number
  readonly bridges: number
}

export interface Telephony {
  /** Connects, sweeps what an earlier life left behind; throws Failure telephony/unauthorised or telephony/unreachable. */
  start(): Promise<void>
  dial(request: DialRequest): Leg
  state(): Promise<LineState>
  stop(): Promise<void>
}

/** Where a rehearsal's patient sits behind the line: what both the demonstration line and the trunk's far end offer. */
export interface FarEnd {
  /** Calls this for each call that arrives; the callee decides to answer, reject … */
  onCall(listener: (call: IncomingCall) => void): void
  stop(): Promise<void>
}
export interface IncomingCall {
  readonly number: string
  ring(): Promise<void>
  answer(): Promise<MediaLeg>
  /** Ends or refuses the call with a Q.850 cause (17 busy, 21 rejected, 16 normal). */
  hangUp(cause: number): Promise<void>
  onHangUp(listener: () => void): void
  readonly remote?: Address
}
