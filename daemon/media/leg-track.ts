import { Failure } from '../domain/failure.js'
import { seededRandom, seedOf } from '../domain/seeded.js'
import type { Ms } from '../domain/units.js'
import type { FileSeal } from '../sealing/port.js'
import { Impairment } from './impairment.js'
import { Lateness } from './lateness.js'
import { type CoreEvent, LegCore } from './leg-core.js'
import type { KeptAudio, MediaEvent, MediaOptions, MediaStats } from './port.js'
import { Recorder } from './recorder.js'
import type { VoiceActivity, VoiceGauge } from './voice-activity.js'

/** A leg's core with all that hangs on it: impairments, recording, kept audio, voice activity. The same in a thread and in virtual time. */
export class LegTrack {
  readonly core: LegCore
  readonly impairment: Impairment | undefined
  readonly #gauge: VoiceGauge | undefined
  readonly #lateness = new Lateness()
  readonly #kept: { incoming: Int16Array; outgoing: Int16Array }[] | undefined
  #recorder: Recorder | undefined
  #underflows = 0
  #lastSpeech = 0
  #gaugeFailed = false
  #unreported: CoreEvent[] = []

  /** `random` is left out in virtual time: numbers then follow from the leg's id. */
  constructor(options: MediaOptions, voiceActivity: VoiceActivity, random?: () => number) {
    const seed = seedOf(options.id)
    this.impairment = options.impairments && new Impairment(options.impairments, seed)
    const windows = options.voiceActivity ?? true
    const impairment = this.impairment
    this.core = new LegCore({
      codec: options.codec,
      windows,
      random: random ?? seededRandom(seed),
      ...(impairment && { colour: (frame: Int16Array, heard: Int16Array) => impairment.colour(frame, heard) }),
    })
    this.#gauge = windows ? voiceActivity.gauge() : undefined
    this.#kept = options.keepAudio ? [] : undefined
  }

  /** One beat; nothing before `start()`. `dry` says that the far end ran out of audio before it. */
  beat(muted = false, lateMs = 0, dry = false): { packets: readonly Uint8Array[]; events: readonly CoreEvent[] } {
    if (!this.core.started) return { packets: [], events: [] }
    this.#lateness.add(lateMs)
    if (dry) this.#underflows++
    const { packets, events, incoming, outgoing } = this.core.beat(muted)
    this.#recorder?.append(incoming, outgoing)
    this.#kept?.push({ incoming, outgoing })
    return { packets, events: [...this.#unreported.splice(0), ...events] }
  }

  /**
   * The events with each window's probability of speech. Call it for one beat after the other.
   * `hurried` spares the model (the machine is behind): windows then repeat the last probability.
   */
  async judged(events: readonly CoreEvent[], hurried = false): Promise<MediaEvent[]> {
    const judged: MediaEvent[] = []
    for (const event of events) {
      if (event.type !== 'heard-window') {
        judged.push(event)
        continue
      }
      const { startAtMs, pcm, levelDb, echo } = event
      if (!hurried && !this.#gaugeFailed && !(await this.#score(pcm))) {
        judged.push({ type: 'failed', atMs: startAtMs, reason: 'voice-activity' })
      }
      judged.push({ type: 'window', startAtMs, speech: echo ? 0 : this.#lastSpeech, levelDb, pcm })
    }
    return judged
  }

  async #score(pcm: Int16Array): Promise<boolean> {
    try {
      this.#lastSpeech = (await this.#gauge?.score(pcm)) ?? 0
      return true
    } catch {
      this.#gaugeFailed = true
      this.#lastSpeech = 0
      return false
    }
  }

  /** Frames are kept from the next beat on; resolves with its time once the file exists. Throws Failure media/recording. */
  async record(path: string, seal?: FileSeal): Promise<Ms> {
    const startMs = this.core.nowMs
    const earlier = this.#recorder
    const full = () => this.#unreported.push({ type: 'failed', atMs: this.core.nowMs, reason: 'disk-full' })
    const recorder = new Recorder(path, full, seal)
    this.#recorder = recorder
    await earlier?.close()
    try {
      await recorder.open()
    } catch (cause) {
      if (this.#recorder === recorder) this.#recorder = undefined
      throw new Failure('media/recording', {}, { cause })
    }
    return startMs
  }

  get stats(): MediaStats {
    return { ...this.core.counts, underflows: this.#underflows, beatLatenessMs: this.#lateness.percentiles }
  }

  /** Empty without `keepAudio`. */
  get keptAudio(): KeptAudio {
    const frames = this.#kept ?? []
    return { incoming: joined(frames.map(f => f.incoming)), outgoing: joined(frames.map(f => f.outgoing)) }
  }

  /** Resolves when the recording has caught up with the beats so far (virtual time runs faster than a disk). */
  async settled(): Promise<void> {
    await this.#recorder?.settled()
  }

  /** Finishes the recording. */
  async close(): Promise<MediaStats> {
    const recorder = this.#recorder
    this.#recorder = undefined
    await recorder?.close()
    return this.stats
  }
}

function joined(frames: readonly Int16Array[]): Int16Array {
  const whole = new Int16Array(frames.reduce((sum, frame) => sum + frame.length, 0))
  let at = 0
  for (const frame of frames) {
    whole.set(frame, at)
    at += frame.length
  }
  return whole
}
