import { levelDbfs, SPEECH_EDGE, type Span, soundsIn } from './sound.js'

/** How one prompt sounded at the phone. */
export interface PromptLevel extends Span {
  /** RMS of the voiced part. */
  readonly rmsDbfs: number
  readonly peakDbfs: number
  /** Runs of at least `CLIPPED_RUN` samples at the codec's ceiling. */
  readonly clippedRuns: number
  /** Steps from silence into full sound or back within one sample: a cut without a fade, a lost edge. */
  readonly clicks: number
}

export interface VoiceLevels {
  readonly prompts: readonly PromptLevel[]
  /** Loudest prompt's RMS less the quietest one's, dB; 0 with fewer than two. */
  readonly spreadDb: number
}

/** Pauses shorter than this lie inside a prompt. */
const PROMPT_PAUSE_MS = 320
/** The largest samples that A-law and µ-law decode to are 32,256 and 32,124 (ITU-T G.711 tables 1 and 2). */
const CEILING = 32_000
const CLIPPED_RUN = 3
/** A step of 10 % of full scale next to silence is heard as a click. */
const STEP = 3277
const SILENCE_DBFS = -50
const BESIDE_MS = 3

/** Level, clipping and clicks of every prompt in the agent's voice as it was heard. Prompts under 200 ms are left out of the spread. */
export function voiceLevels(incoming: Int16Array, rateHz = 8000): VoiceLevels {
  const sounds = soundsIn(incoming, rateHz)
  const prompts = soundsIn(incoming, rateHz, { ...SPEECH_EDGE, joinMs: PROMPT_PAUSE_MS }).map(span =>
    levelOf(incoming, rateHz, span, sounds),
  )
  const levels = prompts.filter(prompt => prompt.endMs - prompt.startMs >= 200).map(prompt => prompt.rmsDbfs)
  return { prompts, spreadDb: levels.length < 2 ? 0 : Math.max(...levels) - Math.min(...levels) }
}

function levelOf(pcm: Int16Array, rateHz: number, span: Span, sounds: readonly Span[]): PromptLevel {
  const at = (atMs: number) => Math.round((atMs * rateHz) / 1000)
  const inside = sounds.filter(sound => sound.startMs >= span.startMs && sound.endMs <= span.endMs)
  let energy = 0
  let count = 0
  for (const sound of inside) {
    const length = at(sound.endMs) - at(sound.startMs)
    energy += 10 ** (levelDbfs(pcm, at(sound.startMs), at(sound.endMs)) / 10) * length
    count += length
  }
  const voice = pcm.subarray(at(span.startMs), at(span.endMs))
  const peak = voice.reduce((highest, value) => Math.max(highest, Math.abs(value)), 1)
  return {
    ...span,
    rmsDbfs: 10 * Math.log10(energy / Math.max(1, count)),
    peakDbfs: 20 * Math.log10(peak / 32_768),
    clippedRuns: clippedRuns(voice),
    clicks: clicks(pcm, at(span.startMs) - at(BESIDE_MS), at(span.endMs) + at(BESIDE_MS), at(BESIDE_MS)),
  }
}

function clippedRuns(pcm: Int16Array): number {
  let runs = 0
  let run = 0
  for (const value of pcm) {
    run = Math.abs(value) >= CEILING ? run + 1 : 0
    if (run === CLIPPED_RUN) runs++
  }
  return runs
}

/** Counts steps that have silence on one side; two steps within `beside` samples are one click. */
function clicks(pcm: Int16Array, from: number, to: number, beside: number): number {
  let found = 0
  let lastAt = Number.NEGATIVE_INFINITY
  for (let i = Math.max(1, from); i < Math.min(pcm.length, to); i++) {
    if (Math.abs(pcm[i]! - pcm[i - 1]!) < STEP || i - lastAt <= beside) continue
    const before = levelDbfs(pcm, Math.max(0, i - beside), i)
    const after = levelDbfs(pcm, i, Math.min(pcm.length, i + beside))
    if (before > SILENCE_DBFS && after > SILENCE_DBFS) continue
    found++
    lastAt = i
  }
  return found
}
