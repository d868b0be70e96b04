import type { Expected, Hearing, Language, Scored } from '../../domain/expected.js'
import { LINE_HZ } from '../../domain/units.js'
import type { NativeSession } from './addon.js'
import { encoderInput, saidTwice, speechSeconds } from './audio.js'
import { steadyNoise } from './background.js'
import { encodeBehind } from './behind.js'
import { type Candidate, candidatesOf, saidTwiceOf } from './candidates.js'
import { combine, score, type Verdict } from './closed.js'
import type { DateHeard } from './dates.js'
import { fuse, type Heard, heardOf, isCertain, type Reading } from './fusion.js'
import { CERTAIN, type Greedy, reread, transcribe } from './greedy.js'
import { heardAsDate, weighDates } from './known-dates.js'
import { otherLanguageOf } from './other-language.js'
import {
  type Calibration,
  type ClosedKind,
  type Evidence,
  evidenceOf,
  type FusedStage,
  isSure,
  type JudgedStage,
  overlongOf,
  type StageName,
} from './trust.js'
import { usualSentence } from './usual.js'
import { MADE_BY_NOISE, OUT_OF } from './words.js'

/** The agent's own voice saying the beginning of the answer ("Sur dix, ma douleur est de"), 8 kHz. */
export interface Carrier {
  readonly text: string
  readonly pcm: Int16Array
}

/** Below this a transcript that does not hold the value heard tells nothing beside it. */
const UNCLEAR = 0.5

export interface Listening {
  readonly session: NativeSession
  readonly pcm: Int16Array
  readonly language: Language
  readonly expected: Expected
  readonly carrier: Carrier | undefined
  readonly calibration: Calibration
  readonly threads: () => number
  readonly signal: AbortSignal | undefined
  /** Whether somebody else waits to be heard. */
  readonly othersWait: () => boolean
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
  /** Dates on record that were looked for, and how they were heard. */
  readonly dates?: readonly DateHeard[]
  /** What all hearings tell together, where none was sure. */
  readonly fusing?: Partial<Record<FusedStage, Heard>>
  /** From the first to the last sound of speech. */
  readonly seconds: number
}

/**
 * A short answer to a question with a carrier is heard behind it, and where that is sure nothing else is needed: single numbers
 * are right 54 times of 57 so, and 38 heard plainly. All else is encoded plainly, transcribed, and scored over the same encoding
 * (a long answer carries its own context, and its words are what counts). Where that is not sure either, everything that was
 * heard counts together: both hearings, the transcript and its second readings.
 */
export async function listen(listening: Listening): Promise<Examined> {
  const { language, expected, calibration, carrier } = listening
  const seconds = speechSeconds(listening.pcm)
  const candidates = candidatesOf(expected, language)
  if (candidates.length === 0) {
    const greedy = await hearPlainly(listening)
    const readings = await readOtherwise(listening, greedy)
    const usual = await saidUsually(listening, greedy)
    const more = { ...alternativesTo(greedy, readings), ...usual, ...(await spokenIn(listening, seconds)) }
    const dates = await weighDates(listening, greedy, seconds)
    const known = dates && heardAsDate(dates, calibration)
    return { hearing: { ...heardFreely(greedy), ...more, ...known }, stages: {}, ...(dates && { dates }), seconds }
  }

  const kind = expected.kind as ClosedKind
  const oneWord = seconds <= calibration.twiceUpToSeconds[kind]
  const drowned = oneWord && steadyNoise(listening.pcm, 1) !== undefined
  const neverSure = (...verdicts: readonly (Verdict | undefined)[]): readonly Scored['value'][] => [
    ...(drowned ? MADE_BY_NOISE[language] : []),
    ...bareScale(verdicts, expected, language, seconds),
  ]
  const sure = (name: JudgedStage, { evidence, verdict }: Stage) =>
    isSure(calibration.trust[name][kind], evidence) &&
    !neverSure(verdict).some(value => value === verdict.scored[0]?.value)
  const judge = (verdict: Verdict, greedy?: Greedy): Stage => ({
    verdict,
    evidence: evidenceOf(verdict, seconds, candidates, greedy),
  })
  const short = carrier !== undefined && seconds > 0 && seconds <= calibration.carrierUpToSeconds[kind]
  const first = short ? judge(await hearBehind(listening, carrier, candidates)) : undefined
  if (first && sure('behind', first) && listening.always !== true)
    return { hearing: heardAsScored(first.verdict), stages: { behind: first }, seconds }

  const greedy = await hearPlainly(listening)
  const other = await spokenIn(listening, seconds)
  listening.signal?.throwIfAborted()
  const plain = judge(await score(listening.session, candidates, { language }), greedy)
  const both = first && judge(combine(plain.verdict, first.verdict, calibration.carriedShare[kind]), greedy)
  const stages = { plain, ...(first && { behind: first }), ...(both && { both }) }
  const judged = both ?? plain
  if (sure(both ? 'both' : 'plain', judged) && listening.always !== true)
    return { hearing: { ...heardClosed(greedy, judged.verdict, true), ...other }, stages, seconds }

  const readings = await readOtherwise(listening, greedy)
  const usual = await saidUsually(listening, greedy)
  const doubted = carrier !== undefined && seconds > 0 && seconds <= calibration.doubtedUpToSeconds[kind]
  const behind = first?.verdict ?? (doubted ? await hearBehind(listening, carrier, candidates) : undefined)
  const overlong = overlongOf(behind ?? plain.verdict, seconds)
  const heard = heardOf(candidates, plain.verdict, behind, greedy, readings, overlong, neverSure(behind, plain.verdict))
  const fusion = calibration.fusion[behind ? 'together' : 'alone'][kind]
  const fused = asVerdict(fuse(fusion, heard), plain.verdict, behind)
  const more = { ...alternativesTo(greedy, readings), ...usual, ...other }
  if (isCertain(fusion, fused.scored, heard) && listening.always !== true)
    return { hearing: { ...heardTogether(greedy, fused, more), ...usual, ...other }, stages, seconds }
  const fusing: Examined['fusing'] = { [behind ? 'together' : 'alone']: heard }
  if (listening.always === true && behind) {
    const tooLong = overlongOf(plain.verdict, seconds)
    fusing.alone = heardOf(candidates, plain.verdict, undefined, greedy, readings, tooLong, neverSure(plain.verdict))
  }
  if (!drowned || !both) return { hearing: { ...heardClosed(greedy, fused, false), ...more }, stages, fusing, seconds }
  const twice = judge(await hearTwice(listening, carrier!, saidTwiceOf(candidates)), greedy)
  const isLikely = (twice.verdict.scored[0]?.logProbability ?? Number.NEGATIVE_INFINITY) >= calibration.twiceFrom
  const better = isLikely && twice.verdict.margin > both.verdict.margin ? twice.verdict : fused
  return { hearing: { ...heardClosed(greedy, better, false), ...more }, stages: { ...stages, twice }, fusing, seconds }
}

/** The form of a value is that of the hearing which held it for likeliest, the one behind the carrier first. */
function asVerdict(
  fused: Pick<Verdict, 'scored' | 'instead' | 'margin'>,
  plain: Verdict,
  behind: Verdict | undefined,
): Verdict {
  const value = fused.scored[0]?.value
  const form = [behind, plain].find(one => one?.scored[0]?.value === value)?.form
  return { ...fused, form: form ?? (value === undefined ? '' : ` ${value}`) }
}

/** "Dix" alone is shorter. */
const TOP_SECONDS = 0.8

/** The top of the scale without its scale, in longer speech or with something behind it: "disons quatre sur dix" begins like "dix". */
function bareScale(
  verdicts: readonly (Verdict | undefined)[],
  expected: Expected,
  language: Language,
  seconds: number,
): readonly number[] {
  if (expected.kind !== 'number') return []
  const form = verdicts.find(one => one?.scored[0]?.value === expected.max)?.form
  if (form === undefined || OUT_OF[language].some(scale => form.includes(scale))) return []
  return form.endsWith('…') || seconds > TOP_SECONDS ? [expected.max] : []
}

/** What uncertain speech may have been instead; over the plain encoding, which must be the last. */
async function readOtherwise(listening: Listening, greedy: Greedy): Promise<readonly Reading[]> {
  if (greedy.confidence >= CERTAIN) return []
  listening.signal?.throwIfAborted()
  return reread(listening.session, listening.language, listening.pcm.length / LINE_HZ, greedy)
}

/** Left out while others wait: with eight calls on two cores it made one answer in twenty come after 5 s for 3. */
async function saidUsually(
  { session, language, signal, othersWait }: Listening,
  greedy: Greedy,
): Promise<Pick<Hearing, 'usual'>> {
  signal?.throwIfAborted()
  if (othersWait()) return {}
  const usual = await usualSentence(session, language, greedy)
  return usual === undefined ? {} : { usual }
}

function alternativesTo(greedy: Greedy, readings: readonly Reading[]): Pick<Hearing, 'alternatives'> {
  const alternatives = readings.map(({ text }) => text).filter(text => text !== greedy.text)
  return alternatives.length === 0 ? {} : { alternatives }
}

/**
 * Over the plain encoding, which must be the last. What was clearly said in another language is listened to in it as well: the words of
 * the first are a guess at sounds, and a danger sign in them is lost.
 */
async function spokenIn(
  { session, language, pcm }: Listening,
  seconds: number,
): Promise<Pick<Hearing, 'otherLanguage' | 'otherText'>> {
  const otherLanguage = await otherLanguageOf(session, language, seconds)
  if (otherLanguage === undefined) return {}
  const { text } = await transcribe(session, otherLanguage, encoderInput(pcm).seconds)
  return { otherLanguage, otherText: text }
}

async function hearPlainly(listening: Listening): Promise<Greedy> {
  const { session, language, signal } = listening
  signal?.throwIfAborted()
  const input = encoderInput(listening.pcm)
  await session.encode(input.pcm, input.audioCtx, listening.threads())
  signal?.throwIfAborted()
  return transcribe(session, language, input.seconds)
}

/** A word alone is over before the recogniser has caught its sound; said over, it is heard again. */
async function hearTwice(listening: Listening, carrier: Carrier, candidates: readonly Candidate[]): Promise<Verdict> {
  const verdict = await hearBehind(listening, onTheLine(carrier, listening.pcm), candidates, saidTwice(listening.pcm))
  return { ...verdict, form: verdict.form.replace(/^( [\p{L}\d]+).*$/u, '$1') }
}

async function hearBehind(
  listening: Listening,
  carrier: Carrier,
  candidates: readonly Candidate[],
  answer = listening.pcm,
): Promise<Verdict> {
  await encodeBehind(listening, carrier, answer)
  const { session, language } = listening
  return score(session, candidates, { language, prefix: ` ${carrier.text}` })
}

/**
 * The carrier as if it had come over the same line as the answer. Only for a guess: with it "euh" is taken for a sure "deux" over
 * a noisy line.
 */
function onTheLine(carrier: Carrier, answer: Int16Array): Carrier {
  const noise = steadyNoise(answer, carrier.pcm.length)
  return noise === undefined
    ? carrier
    : { ...carrier, pcm: carrier.pcm.map((sample, i) => clipped(sample + noise[i]!)) }
}

const clipped = (sample: number): number => Math.max(-32_768, Math.min(32_767, Math.round(sample)))

function heardFreely({ text, confidence, noSpeech }: Greedy): Examined['hearing'] {
  return { text, confidence, noSpeech }
}

function heardClosed(greedy: Greedy, verdict: Verdict, sure: boolean): Examined['hearing'] {
  // A value that is sure although the free transcript is empty keeps the words of its likeliest form.
  if (sure && greedy.text.trim() === '') return heardAsScored(verdict)
  return { ...heardFreely(greedy), scored: verdict.scored, margin: verdict.margin, sure }
}

/** An unclear transcript gives way to the words of the value, and stays as another reading: a danger sign may be in it. */
function heardTogether(
  greedy: Greedy,
  verdict: Verdict,
  { alternatives = [] }: Pick<Hearing, 'alternatives'>,
): Examined['hearing'] {
  if (greedy.confidence >= UNCLEAR || greedy.text === '')
    return { ...heardClosed(greedy, verdict, true), ...(alternatives.length > 0 && { alternatives }) }
  return { ...heardAsScored(verdict), alternatives: [greedy.text, ...alternatives] }
}

/** No free transcript was made: the words are those of the likeliest way to say the value. */
function heardAsScored({ form, scored, margin }: Verdict): Examined['hearing'] {
  const text = form.replace('…', '').trim()
  const words = text.split(/\s+/).length
  const confidence = Math.exp((scored[0]?.logProbability ?? Number.NEGATIVE_INFINITY) / (words + 1))
  return { text, confidence, noSpeech: 0, scored, margin, sure: true }
}
