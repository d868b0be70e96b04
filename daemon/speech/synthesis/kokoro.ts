import { readFileSync } from 'node:fs'
import { basename, extname } from 'node:path'
import type { Language } from '../../domain/expected.js'
import { Failure } from '../../domain/failure.js'
import { type Clause, endsSentence } from '../phonemes/clauses.js'
import { leasePhonemiser } from '../phonemes/phonemiser.js'
import type { Synthesiser } from '../port.js'
import { writeOut } from '../text/spoken.js'
import type { Piece } from './sessions.js'
import { type VoiceSource, versionOf } from './source.js'
import { openVoiceThread } from './thread.js'

export interface KokoroOptions {
  readonly modelPath: string
  /** One style of 256 floats per number of tokens (0–509). */
  readonly stylePath: string
  /** JSON: symbol to token, bare or under `vocab`. */
  readonly vocabularyPath: string
  readonly threads: number
  /** Why this voice speaks. */
  readonly reason: string
  /** Default fr. */
  readonly language?: Language
  /** 1 is the voice's own pace. */
  readonly speed?: number
}

const RATE_HZ = 24_000
const STYLE_FLOATS = 256
/** The network takes 510 tokens; past some 200 its pace hurries and its memory doubles. */
const MOST_TOKENS = 200
const ESPEAK_VOICES = { fr: 'fr', nl: 'nl', en: 'en-us' } as const satisfies Record<Language, string>
/** Kokoro spells an affricate as one symbol. */
const LIGATURES: readonly (readonly [string, string])[] = [
  ['dz', 'ʣ'],
  ['dʒ', 'ʤ'],
  ['ts', 'ʦ'],
  ['tʃ', 'ʧ'],
]

/** The voice, not loaded. Throws Failure models/missing. */
export function kokoroSource(options: KokoroOptions): VoiceSource {
  const speed = options.speed ?? 1
  const described = {
    voice: basename(options.stylePath, extname(options.stylePath)),
    version: versionOf([options.modelPath, options.stylePath, options.vocabularyPath], [speed]),
    language: options.language ?? 'fr',
    reason: options.reason,
    slow: true, // RTF 0.6–0.9 on one core
  } as const
  return { ...described, open: () => load(options, described, speed) }
}

/** Kokoro-82M in a thread of its own. Throws Failure models/missing, models/damaged. */
export const openKokoro = (options: KokoroOptions): Promise<Synthesiser> => kokoroSource(options).open()

async function load(options: KokoroOptions, described: Omit<VoiceSource, 'open'>, speed: number): Promise<Synthesiser> {
  const tokens = readVocabulary(options.vocabularyPath)
  const styles = readStyles(options.stylePath)
  const thread = await openVoiceThread({
    modelPath: options.modelPath,
    rateHz: RATE_HZ,
    threads: options.threads,
    widen: true,
    niceness: 10,
  })
  const phonemiser = leasePhonemiser()

  const pieceOf = (clauses: readonly Clause[]): Piece => {
    const spelled = tokensOf(clauses, tokens)
    return {
      integers: { tokens: { values: [0, ...spelled, 0], dims: [1, spelled.length + 2] } },
      floats: {
        style: { values: styles(spelled.length), dims: [1, STYLE_FLOATS] },
        speed: { values: Float32Array.of(speed), dims: [1] },
      },
    }
  }
  return {
    ...described,
    synthesise: async text => {
      const clauses = await phonemiser.phonemise(writeOut(text, described.language), ESPEAK_VOICES[described.language])
      const portions = portionsOf(clauses, portion => tokensOf(portion, tokens).length <= MOST_TOKENS)
      return { pcm: await thread.speak(portions.map(pieceOf), 0) }
    },
    close: async () => {
      await Promise.all([thread.close(), phonemiser.close()])
    },
  }
}

function tokensOf(clauses: readonly Clause[], vocabulary: ReadonlyMap<string, number>): number[] {
  let spelled = clauses.map(clause => clause.text + clause.mark).join(' ')
  for (const [pair, symbol] of LIGATURES) spelled = spelled.replaceAll(pair, symbol)
  return [...spelled].map(symbol => vocabulary.get(symbol)).filter(token => token !== undefined)
}

/** Groups clauses into the longest portions that fit, breaking at a sentence's end where one is near, else at the clause. */
export function portionsOf(clauses: readonly Clause[], fits: (portion: readonly Clause[]) => boolean): Clause[][] {
  const portions: Clause[][] = []
  let rest = [...clauses]
  while (rest.length > 0) {
    let count = 1
    while (count < rest.length && fits(rest.slice(0, count + 1))) count += 1
    if (count < rest.length) {
      const sentence = rest.slice(0, count).findLastIndex(clause => endsSentence(clause.mark)) + 1
      if (sentence > 0) count = sentence
    }
    portions.push(rest.slice(0, count))
    rest = rest.slice(count)
  }
  return portions
}

function readVocabulary(path: string): ReadonlyMap<string, number> {
  try {
    const file = JSON.parse(readFileSync(path, 'utf8')) as Record<string, number> | { vocab: Record<string, number> }
    const table = typeof file.vocab === 'object' ? file.vocab : (file as Record<string, number>)
    return new Map(Object.entries(table))
  } catch (cause) {
    throw new Failure('models/damaged', { model: basename(path) }, { cause })
  }
}

/** The style for a number of tokens. */
function readStyles(path: string): (tokens: number) => Float32Array {
  const bytes = readFileSync(path)
  const rows = Math.floor(bytes.length / (4 * STYLE_FLOATS))
  if (rows === 0) throw new Failure('models/damaged', { model: basename(path) })
  const floats = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + rows * 4 * STYLE_FLOATS))
  return tokens => {
    const row = Math.min(tokens, rows - 1)
    return floats.slice(row * STYLE_FLOATS, (row + 1) * STYLE_FLOATS)
  }
}
