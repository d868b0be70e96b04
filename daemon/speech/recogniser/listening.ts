import type { Expected, Hearing, Language } from '../../domain/expected.js'
import type { NativeSession } from './addon.js'
import { encoderInput, speechSeconds } from './audio.js'
import { type Candidate, candidatesOf } from './candidates.js'
import { combine, score, type Verdict } from './closed.js'
import { type Greedy, transcribe } from './greedy.js'
import { type Calibration, type ClosedKind, type Evidence, evidenceOf, isSure, type StageName } from './trust.js'

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
  /** Hears every short answer both ways, however sure the first hearing is (calibration). */
  readonly always?: boolean
}

/** How a closed answer was judged at one stage: what the calibration is fitted on. */
export interface Stage {
  readonly verdict: Verdict
  readonly evidence: Evidence
}
export interface Examined {
  readonly hearing: Omit<Hearing, 'tookMs'>
  readonly stages: Partial<Readonly<Record<StageName, Stage>>>
  /** From the first to the last sound of speech. */
  readonly seconds: number
}

/**
 * A short answer to a question with a carrier is heard behind it, and where that is sure nothing else is needed: single numbers
 * are right 54 times of 57 so, and 38 heard plainly. All else is encoded plainly, transcribed, and scored over the same encoding
 * (a long answer carries its own context, and its words are what counts). Never more than two encodings.
 */
export async function listen(listening: Listening): Promise<Examined> {
  const { language, expected, calibration, carrier } = listening
  const seconds = speechSeconds(listening.pcm)
  const candidates = candidatesOf(expected, language)
  if (candidates.length === 0) return { hearing: heardFreely(await hearPlainly(listening)), stages: {}, seconds }

  const kind = expected.kind as ClosedKind
  const sure = (name: StageName, stage: Stage) => isSure(calibration.trust[name][kind], stage.evidence)
  const judge = (verdict: Verdict, greedy?: Greedy): Stage => ({
    verdict,
    evidence: evidenceOf(verdict, seconds, candidates, greedy),
  })
  const short = carrier !== undefined && seconds > 0 && seconds <= calibration.carrierUpToSeconds[kind]
  const behind = short ? judge(await hearBehind(listening, carrier, candidates)) : undefined
  if (behind && sure('behind', behind) && listening.always !== true)
    return { hearing: heardAsScored(behind.verdict), stages: { behind }, seconds }

  const greedy = await hearPlainly(listening)
  listening.signal?.throwIfAborted()
  const plain = judge(await score(listening.session, candidates, { language }), greedy)
  if (!behind) return { hearing: heardClosed(greedy, plain, sure('plain', plain)), stages: { plain }, seconds }
  const both = judge(combine(plain.verdict, behind.verdict, calibration.carriedShare[kind]), greedy)
  return { hearing: heardClosed(greedy, both, sure('both', both)), stages: { behind, plain, both }, seconds }
}

async function hearPlainly(listening: Listening): Promise<Greedy> {
  const { session, language, signal } = listening
  signal?.throwIfAborted()
  const input = encoderInput(listening.pcm)
  await session.encode(input.pcm, input.audioCtx, listening.threads())
  signal?.throwIfAborted()
  return transcribe(session, language, input.seconds)
}

async function hearBehind(listening: Listening, carrier: Carrier, candidates: readonly Candidate[]): Promise<Verdict> {
  const { session, language, signal } = listening
  signal?.throwIfAborted()
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

/** No free transcript was made: the words are those of the likeliest way to say the value. */
function heardAsScored({ form, scored, margin }: Verdict): Examined['hearing'] {
  const text = form.replace('…', '').trim()
  const words = text.split(/\s+/).length
  const confidence = Math.exp((scored[0]?.logProbability ?? Number.NEGATIVE_INFINITY) / (words + 1))
  return { text, confidence, noSpeech: 0, scored, margin, sure: true }
}
