import type { Language } from '../daemon/domain/expected.js'
import { LINE_HZ } from '../daemon/domain/units.js'
import { leasePhonemiser, type Phonemiser } from '../daemon/speech/phonemes/phonemiser.js'
import type { Recogniser } from '../daemon/speech/port.js'
import { frameLevels, fromDb, peakOf, toDb, voicedLevel } from '../daemon/speech/synthesis/level.js'
import { writeOut } from '../daemon/speech/text/spoken.js'

/** One rendered sentence: what the product's own recogniser writes of it, and how it sounds. */
export interface HeardSentence {
  readonly text: string
  readonly heard: string
  readonly words: number
  readonly wordErrors: number
  /** The same of sounds (both texts in phonemes): homophones are no error here. */
  readonly sounds: number
  readonly soundErrors: number
  readonly seconds: number
  /** Of the voiced part, in the manner of ITU-T P.56. */
  readonly levelDbfs: number
  readonly peakDbfs: number
  /** Samples at full scale. */
  readonly clipped: number
  /** Before the first and after the last sound above −50 dBFS. */
  readonly leadMs: number
  readonly tailMs: number
}

export interface Listening {
  readonly language: Language
  readonly recogniser: Recogniser
  hear(text: string, pcm: Int16Array): Promise<HeardSentence>
  close(): Promise<void>
}

/** Half a second of silence on both sides, as a call gives it. */
const PADDING_SAMPLES = LINE_HZ / 2
const SILENCE_DBFS = -50
const FRAME_MS = 10
const FULL_SCALE = 32_767

export function openListening(recogniser: Recogniser, language: Language): Listening {
  const phonemiser = leasePhonemiser()
  return {
    language,
    recogniser,
    hear: async (text, pcm) => {
      const padded = new Int16Array(pcm.length + 2 * PADDING_SAMPLES)
      padded.set(pcm, PADDING_SAMPLES)
      const { text: heard } = await recogniser.hear({ pcm: padded, language, expected: { kind: 'free' } })
      const said = wordsOf(text, language)
      const written = once(wordsOf(heard, language))
      const sounds = await soundsOf(phonemiser, said, language)
      return {
        text,
        heard,
        words: said.length,
        wordErrors: distance(said, written),
        sounds: sounds.length,
        soundErrors: distance(sounds, await soundsOf(phonemiser, written, language)),
        ...soundingOf(pcm),
      }
    },
    close: () => phonemiser.close(),
  }
}

/** Words as they are said, without capitals, accents and punctuation. */
export const wordsOf = (text: string, language: Language): readonly string[] =>
  writeOut(text, language)
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .match(/\p{L}+/gu) ?? []

const ESPEAK_VOICES = { fr: 'fr', nl: 'nl', en: 'en-us' } as const satisfies Record<Language, string>

async function soundsOf(
  phonemiser: Phonemiser,
  words: readonly string[],
  language: Language,
): Promise<readonly string[]> {
  const clauses = await phonemiser.phonemise(words.join(' '), ESPEAK_VOICES[language])
  return clauses.flatMap(clause => [...clause.text.replace(/[\sˈˌː-]/g, '')])
}

/** Levenshtein distance. */
export function distance(said: readonly string[], heard: readonly string[]): number {
  let row = [0, ...heard.map((_, i) => i + 1)]
  said.forEach((one, i) => {
    const next = [i + 1]
    heard.forEach((other, j) => {
      next.push(Math.min(row[j + 1]! + 1, next[j]! + 1, row[j]! + (one === other ? 0 : 1)))
    })
    row = next
  })
  return row.at(-1)!
}

/** Whisper says a short clip twice at times: what it says over and over counts once. */
function once(words: readonly string[]): readonly string[] {
  for (let length = 1; length <= words.length / 2; length++)
    if (words.every((word, i) => word === words[i % length])) return words.slice(0, length)
  return words
}

/** Level, peak and the silences at both ends. */
export function soundingOf(pcm: Int16Array) {
  const audio = Float32Array.from(pcm, x => x / 32_768)
  const loud = Array.from(frameLevels(audio), level => level >= fromDb(SILENCE_DBFS))
  return {
    seconds: pcm.length / LINE_HZ,
    levelDbfs: toDb(voicedLevel(audio)),
    peakDbfs: toDb(peakOf(audio)),
    clipped: pcm.reduce((count, x) => count + (Math.abs(x) >= FULL_SCALE ? 1 : 0), 0),
    leadMs: Math.max(0, loud.indexOf(true)) * FRAME_MS,
    tailMs: (loud.length - 1 - loud.lastIndexOf(true)) * FRAME_MS,
  }
}
