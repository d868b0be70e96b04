import type { Language } from '../../domain/expected.js'
import type { NativeSession, NativeTranscript } from './addon.js'
import type { Reading } from './fusion.js'
import { isHallucinated, tidy } from './text.js'

/** Free transcription with what tells how far it can be believed. */
export interface Greedy {
  readonly text: string
  /** Mean token probability (geometric), 0–1. */
  readonly confidence: number
  readonly noSpeech: number
  /** Log-probability of the whole text, closing included. */
  readonly logProbability: number
  readonly tokens: number
}

/** Fast speech has 6 tokens a second; a bound keeps a loop on short audio from costing seconds. */
const TOKENS_A_SECOND = 8
const TOKENS_MORE = 12

/** Mean token probability from which a transcript is not read again. */
export const CERTAIN = 0.75

/** Whisper's own rule (Radford et al. 2022, section 4.5): silent when both say so. */
const NO_SPEECH = 0.6
const UNLIKELY = -1

export async function transcribe(
  session: NativeSession,
  language: Language,
  seconds: number,
  prefix = '',
): Promise<Greedy> {
  return believe(await session.greedy({ language, prefix, maxTokens: mostTokens(seconds) }))
}

/** How many texts are searched for: with three "ma jambe est gonflée" is not among them, with more it costs what it wins. */
const WIDTH = 5
/** Nothing that was meant was this much longer than the first reading; a search that no end stops runs on to its bound. */
const TOKENS_LONGER = 6
/** Texts this much less likely than the first are noise. */
const WITHIN = 4

/**
 * What uncertain speech may have been, likeliest first: a beam search over the same encoding. Its texts end where Whisper ends
 * them (at a comma they would be cut short).
 */
export async function reread(
  session: NativeSession,
  language: Language,
  seconds: number,
  first: Greedy,
): Promise<readonly Reading[]> {
  const heard = await session.alternatives({
    language,
    maxTokens: Math.min(mostTokens(seconds), first.tokens + TOKENS_LONGER),
    width: WIDTH,
    pruneBelow: WITHIN,
  })
  const texts = heard.map(believe)
  const best = texts[0]?.logProbability ?? 0
  const near = texts.filter(({ logProbability, text }) => text !== '' && best - logProbability <= WITHIN)
  return near.filter(({ text }, at) => near.findIndex(other => other.text === text) === at)
}

const mostTokens = (seconds: number): number => Math.ceil(seconds * TOKENS_A_SECOND) + TOKENS_MORE

function believe(heard: NativeTranscript): Greedy {
  const tokens = heard.logProbabilities.length
  const sum = heard.logProbabilities.reduce((total, value) => total + value, 0)
  const mean = (sum + heard.endLogProbability) / (tokens + 1)
  const text = tidy(heard.text)
  const nothing = isHallucinated(text) || (heard.noSpeech > NO_SPEECH && mean < UNLIKELY)
  return {
    text: nothing ? '' : text,
    confidence: nothing ? 0 : Math.exp(mean) * (heard.looped ? 0.5 : 1),
    noSpeech: heard.noSpeech,
    logProbability: sum + heard.endLogProbability,
    tokens,
  }
}
