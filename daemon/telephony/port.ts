import type { Address, Codec, MediaLeg } from '../media/port.js'

export interface DialRequest {
  /** The attempt's id: also the channel's id, so that the same attempt cannot ring twice. */
  readonly channelId: string
  /** E.164 number or, on a loopback test line, an endpoint's name. */
  readonly number: string
  readonly callerId?: string
  readonly ringMs: number
  readonly codec?: Codec
  /** Who is rung; a hospital's own extensions may be dialled another way than its patients. Default patient. */
  readonly to?: 'patient' | 'nurse'
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

/** A call that came in: it waits until it is answered or refused. */
export interface ReceivedCall {
  /** `answered` follows on `answer`. */
  readonly leg: Leg
  /** As the network gives it, absent where it is withheld. It proves nothing. */
  readonly caller?: string
  /** The number that was called. */
  readonly dialled: string
  answer(): void
  /** Not taken (Q.850 34): the operator's own tone or announcement follows. */
  refuse(): Promise<void>
}

export interface LineState {
  readonly line: string
  readonly up: boolean /** A sentence for a person. */
  readonly detail: string
  readonly channels: number
  readonly bridges: number
}

export interface Telephony {
  /** Connects, ends what an earlier life left behind; throws Failure telephony/unauthorised or telephony/unreachable. */
  start(): Promise<void>
  dial(request: DialRequest): Leg
  /** Told of each call that comes in from now on; without anybody to tell they are refused. */
  onReceived(listener: (call: ReceivedCall) => void): void
  /**
   * Two answered legs hear each other from here on; each still ends by itself. The guest's own audio ends. Ours stays on the
   * first leg where it `listens` (a recording goes on), else it hears nothing any more. Throws Failure telephony/lost when one
   * of them has gone meanwhile.
   */
  join(leg: Leg, guest: Leg, listens: boolean): Promise<void>
  state(): Promise<LineState>
  stop(): Promise<void>
}

/** Where a rehearsal's patient sits behind the line: what both the demonstration line and the trunk's far end offer. */
export interface FarEnd {
  /** Calls this for each call that arrives; the callee decides to answer, reject … */
  onCall(listener: (call: IncomingCall) => void): void
  /** Rings the daemon's number; its `answer` resolves when the daemon answers, and rejects with telephony/lost when it does not. */
  call(request: CallPlaced): IncomingCall
  stop(): Promise<void>
}
/** `number` is dialled; `caller` is what the network tells of who dials, absent where withheld. */
export interface CallPlaced {
  readonly number: string
  readonly caller?: string
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
