import type { Db, Ms } from '../domain/units.js'
import type { FileSeal } from '../sealing/port.js'

export type Codec = 'alaw' | 'ulaw'
export interface Address {
  readonly host: string
  readonly port: number
}

/** Impairments put on a simulated line's outgoing packets (rehearsals only). */
export interface Impairments {
  readonly lossPercent?: number
  /** Most of a uniform delay. */
  readonly jitterMs?: number
  /** Level of white noise added, dBFS RMS. */
  readonly noiseDb?: number
  /** What comes in goes out again this much quieter (a phone's speaker beside its microphone), `echoMs` later (default 150). */
  readonly echoDb?: number
  readonly echoMs?: number
  readonly seed?: number
}

export interface MediaOptions {
  /** For logs and counters; the channel id. */
  readonly id: string
  readonly codec: Codec
  /** Run Silero over what comes in and emit windows. Default true. */
  readonly voiceActivity?: boolean
  readonly impairments?: Impairments
  /** Keep both directions in memory from the answer on (a patient's end in rehearsals and benches). Default false. */
  readonly keepAudio?: boolean
}

/** What the player plays: 8 kHz mono. */
export interface Clip {
  readonly pcm: Int16Array
}

export interface PlayOptions {
  /** Names this piece of speech in later events. */
  readonly playId: string
  readonly clips: readonly Clip[]
  /** Silence between clips. */
  readonly gapMs: Ms
  /** Time-stretch at playout, pitch kept: 1 as recorded, 0.8 slower, 1.2 faster. */
  readonly tempo: number
  /** Gain before the limiter. */
  readonly gainDb: Db
}

/**
 * What a leg reports, in order. Every …AtMs counts from `start()` (the answer), in 20 ms beats of samples, never from a clock:
 * a recording replays identically.
 */
export type MediaEvent =
  /** One 32 ms window of what came in (256 samples at 8 kHz) with Silero's probability of speech, 0 for our own echo; gaps concealed. */
  | {
      readonly type: 'window'
      readonly startAtMs: Ms
      readonly speech: number
      readonly levelDb: Db
      readonly pcm: Int16Array
    }
  | { readonly type: 'dtmf'; readonly digit: string; readonly atMs: Ms }
  | { readonly type: 'play-started'; readonly playId: string; readonly atMs: Ms }
  /** `heardMs` of `wholeMs` were sent; equal unless the piece was cut. Counted in the time of the unstretched clips. */
  | {
      readonly type: 'play-ended'
      readonly playId: string
      readonly atMs: Ms
      readonly heardMs: Ms
      readonly wholeMs: Ms
      readonly cut: boolean
    }
  /** No packet has come for `silentMs` (the far end or the network is gone); again at each further multiple. */
  | { readonly type: 'starved'; readonly atMs: Ms; readonly silentMs: Ms }
  | { readonly type: 'failed'; readonly atMs: Ms; readonly reason: 'disk-full' | 'voice-activity' | 'media-stopped' }

export interface MediaStats {
  readonly receivedPackets: number
  readonly lostPackets: number
  readonly latePackets: number
  readonly rejectedPackets: number
  readonly concealedFrames: number
  readonly sentPackets: number
  /** Beats that came so late that the far end ran out of prefilled audio. */
  readonly underflows: number
  readonly ssrcChanges: number
  readonly beatLatenessMs: { readonly p50: number; readonly p95: number; readonly p99: number; readonly max: number }
}

export interface KeptAudio {
  /** 8 kHz, same start and length. */ readonly incoming: Int16Array
  readonly outgoing: Int16Array
}

/** A recording open for playback: the stereo WAV that it is, whichever way it lies on the disk. */
export interface Recording {
  readonly bytes: number
  /** False where its end is missing: a machine that died in mid-call, or somebody who cut it. */
  readonly whole: boolean
  /** Bytes from `start` up to `end`. Throws Failure sealing/damaged where one of them was changed. */
  read(start: number, end?: number): Promise<Buffer>
  close(): Promise<void>
}

/** One leg's audio. All methods are safe after close (they do nothing). */
export interface MediaLeg {
  readonly local: Address
  /** Where to send. Until the far end is known nothing is sent; later packets from that address only are accepted. */
  connect(remote: Address): void
  /** The answer: sample time starts at 0, comfort silence flows, windows are emitted. */
  start(): void
  /** Queues speech behind what is playing. */
  play(options: PlayOptions): void
  /** Stops everything playing or queued, with a short fade (no click); each piece reports play-ended. */
  cut(): void
  /** Lowers (e.g. −15) or restores (0) what is playing, over 20–60 ms. */
  duck(gainDb: Db): void
  /** RFC 4733 events towards the far end, one after the other. */
  sendDigits(digits: string): void
  /**
   * Starts the stereo recording (left: far end, right: us; 8 kHz s16) at the next beat; resolves with that beat's ms. Audio before
   * it is never written. Without a seal it is a WAV that anybody can play.
   */
  record(path: string, seal?: FileSeal): Promise<Ms>
  onEvent(listener: (event: MediaEvent) => void): () => void
  stats(): Promise<MediaStats>
  /** Only with keepAudio. */
  keptAudio(): Promise<KeptAudio>
  /** Ends the beat, finishes the recording (header right, file synced), frees the socket. */
  close(): Promise<MediaStats>
}

/** The media thread: one 20 ms beat for all its legs. */
export interface Media {
  open(options: MediaOptions): Promise<MediaLeg>
  /** Open legs; a test holds it at zero. */
  readonly openLegs: number
  close(): Promise<void>
}
