import { SPEECH_EDGE, type Span, soundsIn } from './sound.js'
import type { SpokenByPatient } from './story.js'

export interface Measured {
  readonly incoming: Int16Array
  readonly outgoing: Int16Array
  /** Default 8000. */
  readonly rateHz?: number
  /** What the patient is known to have said; without it turns are found in the outgoing sound alone. */
  readonly utterances?: readonly SpokenByPatient[]
}

/** One turn of the patient and what the agent did about it; ms since the answer. */
export interface MeasuredTurn {
  readonly kind: SpokenByPatient['kind']
  readonly linkId: string | undefined
  readonly firstSoundMs: number
  readonly lastSoundMs: number
  /** Last patient sound to first agent sound; undefined when the agent spoke over the end, never spoke, or the call ended. */
  readonly gapMs: number | undefined
  /** Patient onset to agent silence, when the agent was speaking at the onset. */
  readonly bargeInMs: number | undefined
  /** The agent began to speak before the turn was over, its pause included. */
  readonly cutOff: boolean
  /** The agent had nothing to say to this turn for `MISSED_AFTER_MS`, or until the patient spoke again. */
  readonly missed: boolean
}

export interface TurnMeasurement {
  readonly turns: readonly MeasuredTurn[]
  readonly turnGapsMs: readonly number[]
  readonly bargeInMs: readonly number[]
  readonly cutOffs: number
  readonly missed: number
}

/** Longer than any answer may take, shorter than the first re-prompt after silence (6–8 s, CLINICAL.md). */
const MISSED_AFTER_MS = 5000
/** Pauses inside the agent's voice are at most 290 ms at −45 dBFS, 360 ms when it is ducked; longer silence is an end. */
const SILENT_MS = 400
/** Without a script, a patient's pause shorter than this does not end a turn. */
const TURN_PAUSE_MS = 700

interface Turn extends Span {
  readonly kind: SpokenByPatient['kind']
  readonly linkId: string | undefined
}

/**
 * Turn gaps as they are heard at the patient's end: last patient sound above −45 dBFS → first agent sound above it (comfort
 * noise lies below). Both signals start at the answer.
 */
export function measureTurnGaps({ incoming, outgoing, rateHz = 8000, utterances }: Measured): TurnMeasurement {
  const agent = soundsIn(incoming, rateHz)
  const voices = soundsIn(incoming, rateHz, { ...SPEECH_EDGE, joinMs: SILENT_MS })
  const turns =
    utterances === undefined ? turnsHeard(outgoing, rateHz, agent) : turnsSpoken(outgoing, rateHz, utterances)
  const lengthMs = (incoming.length * 1000) / rateHz
  const measured = turns.map((turn, i) =>
    measureTurn(turn, turns[i + 1]?.startMs ?? lengthMs, turns[i + 1] === undefined, agent, voices),
  )
  return {
    turns: measured,
    turnGapsMs: measured.flatMap(turn => turn.gapMs ?? []),
    bargeInMs: measured.flatMap(turn => turn.bargeInMs ?? []),
    cutOffs: measured.filter(turn => turn.cutOff).length,
    missed: measured.filter(turn => turn.missed).length,
  }
}

function measureTurn(
  turn: Turn,
  untilMs: number,
  last: boolean,
  agent: readonly Span[],
  voices: readonly Span[],
): MeasuredTurn {
  const speakingAt = (atMs: number) => voices.find(voice => voice.startMs < atMs && voice.endMs > atMs)
  const interrupted = speakingAt(turn.startMs)
  const overEnd = speakingAt(turn.endMs) !== undefined
  const reply = agent.find(sound => sound.startMs >= turn.endMs && sound.startMs < untilMs)
  const gapMs = overEnd || reply === undefined ? undefined : reply.startMs - turn.endMs
  const waitedMs = (reply?.startMs ?? untilMs) - turn.endMs
  const unanswered = reply === undefined && (!last || waitedMs > MISSED_AFTER_MS)
  return {
    kind: turn.kind,
    linkId: turn.linkId,
    firstSoundMs: turn.startMs,
    lastSoundMs: turn.endMs,
    gapMs,
    bargeInMs: interrupted === undefined ? undefined : interrupted.endMs - turn.startMs,
    cutOff:
      interrupted === undefined && voices.some(voice => voice.startMs > turn.startMs && voice.startMs < turn.endMs),
    missed: !overEnd && (unanswered || waitedMs > MISSED_AFTER_MS),
  }
}

/** Turns by the script: the first and the last sound inside each utterance, whatever pause is between them. */
function turnsSpoken(outgoing: Int16Array, rateHz: number, utterances: readonly SpokenByPatient[]): Turn[] {
  const sounds = soundsIn(outgoing, rateHz)
  return utterances.flatMap(({ kind, linkId, startMs, endMs }) => {
    const inside = sounds.filter(sound => sound.endMs > startMs && sound.startMs < endMs)
    const [first, last] = [inside[0], inside.at(-1)]
    return first === undefined || last === undefined
      ? []
      : [{ kind, linkId, startMs: first.startMs, endMs: last.endMs }]
  })
}

/** Turns by ear: sounds with short pauses joined; one that begins under the agent's voice is an interruption. */
function turnsHeard(outgoing: Int16Array, rateHz: number, agent: readonly Span[]): Turn[] {
  return soundsIn(outgoing, rateHz, { ...SPEECH_EDGE, joinMs: TURN_PAUSE_MS }).map((span, i) => {
    const over = agent.some(sound => sound.startMs < span.startMs && sound.endMs > span.startMs)
    return {
      ...span,
      kind: over
        ? 'interruption'
        : i === 0 && agent.every(sound => sound.startMs > span.startMs)
          ? 'opening'
          : 'answer',
      linkId: undefined,
    }
  })
}
