import type { Expected, Hearing, Language } from '../../domain/expected.js'
import type { NativeSession } from './addon.js'
import { encoderInput, speechSeconds } from './audio.js'
import { type Candidate, candidatesOf } from './candidates.js'
import { combine, score, type Verdict } from './closed.js'
import { type Greedy, transcribe } from './greedy.js'
import { type Calibration, type ClosedKind, type Evidence, evidenceOf, isSure } from './trust.js'

/** The agent's own voice saying the beginning of the answer ("Sur dix, ma douleur est de"), 16 kHz. */
export interface Carrier {
  readonly text: string
  readonly pcm: Float32Array
}

export interface Listening {
  readonly session: NativeSession
  readonly pcm: Int16Array
  readonly language: Language
  readonly expected: Expected
  readonly carrier: Carrier | undefined
  readonly calibration: Calibration
  readonly threads: () => number
  readonly signal: AbortSignal | undefined
  /** Hears every short answer behind its carrier as well, however sure the first hearing is (calibration). */
  readonly always?: boolean
}

/** How a closed answer was judged, stage by stage: what the calibration is fitted on. */
export interface Stage {
  readonly verdict: Verdict
  readonly evidence: Evidence
}
export interface Examined {
  readonly hearing: Omit<Hearing, 'tookMs'>
  readonly plain?: Stage
  /** Both hearings together. */
  readonly carried?: Stage
  /** The hearing behind the carrier alone. */
  readonly behind?: Verdict
  readonly seconds: number
}

/**
 * Encodes once, transcribes, and scores a closed question's candidates over the same encoding. Only a short answer that is
 * still unsure is encoded a second time, behind its carrier: long ones carry their own context, and their text is what counts.
 */
export async function listen(listening: Listening): Promise<Examined> {
  const { session, language, expected, calibration, signal } = listening
  const seconds = speechSeconds(listening.pcm)
  const input = encoderInput(listening.pcm)
  await session.encode(input.pcm, input.audioCtx, listening.threads())
  signal?.throwIfAborted()
  const greedy = await transcribe(session, language, input.seconds)
  const candidates = candidatesOf(expected, language)
  if (candidates.length === 0) return { hearing: heardFreely(greedy), seconds }

  signal?.throwIfAborted()
  const kind = expected.kind as ClosedKind
  const verdict = await score(session, candidates, { language })
  const plain: Stage = { verdict, evidence: evidenceOf(verdict, greedy, candidates, seconds) }
  const sure = isSure(calibration.plain[kind], plain.evidence)
  const again = (listening.always || !sure) && seconds <= calibration.carrierUpToSeconds[kind]
  if (!listening.carrier || !again || seconds === 0)
    return { hearing: heardClosed(greedy, plain, sure), plain, seconds }

  signal?.throwIfAborted()
  const behind = await hearBehind(listening, listening.carrier, candidates)
  const both = combine(verdict, behind, calibration.carriedShare[kind])
  const carried: Stage = { verdict: both, evidence: evidenceOf(both, greedy, candidates, seconds, verdict) }
  const sureNow = isSure(calibration.carried[kind], carried.evidence)
  return { hearing: heardClosed(greedy, carried, sureNow), plain, carried, behind, seconds }
}

async function hearBehind(listening: Listening, carrier: Carrier, candidates: readonly Candidate[]): Promise<Verdict> {
  const { session, language, signal } = listening
  const input = encoderInput(listening.pcm, carrier.pcm)
  await session.encode(input.pcm, input.audioCtx, listening.threads())
  signal?.throwIfAborted()
  return score(session, candidates, { language, prefix: ` ${carrier.text}` })
}

function heardFreely({ text, confidence, noSpeech }: Greedy): Examined['hearing'] {
  return { text, confidence, noSpeech }
}

function heardClosed(greedy: Greedy, { verdict }: Stage, sure: boolean): Examined['hearing'] {
  return { ...heardFreely(greedy), scored: verdict.scored, margin: verdict.margin, sure }
}
