import type { Language } from '../../domain/expected.js'
import type { NativeSession, NativeTranscript } from './addon.js'
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

/** Whisper's own rule (Radford et al. 2022, section 4.5): silent when both say so. */
const NO_SPEECH = 0.6
const UNLIKELY = -1

export async function transcribe(
  session: NativeSession,
  language: Language,
  seconds: number,
  prefix = '',
): Promise<Greedy> {
  const maxTokens = Math.ceil(seconds * TOKENS_A_SECOND) + TOKENS_MORE
  return believe(await session.greedy({ language, prefix, maxTokens }))
}

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
