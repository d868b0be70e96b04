import { readFileSync } from 'node:fs'
import { basename, extname } from 'node:path'
import type { Language } from '../../domain/expected.js'
import { Failure } from '../../domain/failure.js'
import { type Clause, endsSentence } from '../phonemes/clauses.js'
import { leasePhonemiser } from '../phonemes/phonemiser.js'
import type { Synthesiser } from '../port.js'
import { writeOut } from '../text/spoken.js'
import type { Learnt } from './level-forecast.js'
import type { Piece } from './sessions.js'
import { type VoiceSource, versionOf } from './source.js'
import { openVoiceThread } from './thread.js'

export interface PiperOptions {
  readonly modelPath: string
  /** The voice's own JSON, usually the model's name + `.json`. */
  readonly configPath: string
  readonly language: Language
  readonly threads: number
  /** Why this voice speaks. */
  readonly reason: string
  /** Which speaker of a voice that has several. Default 0. */
  readonly speaker?: number
}

/** Piper's qualities: x_low and low are 16 kHz, medium and high 22,050 Hz. */
const RATES_HZ: readonly number[] = [16_000, 22_050]
/** Between sentences; each is a run of its own, as the voices were trained. */
const SENTENCE_GAP_MS = 180
/** The input that says which speaker of several. */
const SPEAKER = 'sid'

interface PiperConfig {
  readonly rateHz: number
  readonly espeakVoice: string
  readonly ids: ReadonlyMap<string, readonly number[]>
  /** Noise of the sound, length, noise of the rhythm. */
  readonly scales: readonly [number, number, number]
}

/** A voice is closed whenever nobody needs it for a while; what it has learnt of its own level outlives that. */
interface Memory {
  learnt?: Learnt
}

/** The voice, not loaded. Throws Failure models/missing, models/damaged (configuration), models/sample-rate. */
export function piperSource(options: PiperOptions): VoiceSource {
  const described = {
    voice: `piper-${basename(options.modelPath, extname(options.modelPath))}`,
    version: versionOf([options.modelPath, options.configPath], [options.speaker ?? 0]),
    language: options.language,
    reason: options.reason,
    slow: false, // RTF 0.1–0.2 on one core
  } as const
  const config = readConfig(options.configPath)
  const memory: Memory = {}
  return { ...described, open: () => load(options, described, config, memory) }
}

/** A Piper voice in a thread of its own. Throws as `piperSource`, and Failure models/damaged. */
export async function openPiper(options: PiperOptions): Promise<Synthesiser> {
  return await piperSource(options).open()
}

async function load(
  options: PiperOptions,
  described: Omit<VoiceSource, 'open'>,
  config: PiperConfig,
  memory: Memory,
): Promise<Synthesiser> {
  const { modelPath, threads } = options
  const thread = await openVoiceThread({
    modelPath,
    rateHz: config.rateHz,
    threads,
    widen: false,
    steady: [SPEAKER],
    niceness: 0,
    ...memory,
  })
  const phonemiser = leasePhonemiser()
  const severalSpeakers = thread.inputs.includes(SPEAKER)

  const pieceOf = (sentence: readonly Clause[]): Piece => {
    const ids = idsOf(sentence, config.ids)
    return {
      integers: {
        input: { values: ids, dims: [1, ids.length] },
        input_lengths: { values: [ids.length], dims: [1] },
        ...(severalSpeakers ? { [SPEAKER]: { values: [options.speaker ?? 0], dims: [1] } } : {}),
      },
      floats: { scales: { values: Float32Array.from(config.scales), dims: [3] } },
    }
  }
  const piecesOf = async (text: string): Promise<Piece[]> => {
    const clauses = await phonemiser.phonemise(writeOut(text, described.language), config.espeakVoice)
    return sentencesOf(clauses).map(pieceOf)
  }
  return {
    ...described,
    synthesise: async text => ({ pcm: await thread.speak(await piecesOf(text), SENTENCE_GAP_MS) }),
    stream: async function* (text) {
      yield* thread.stream(await piecesOf(text), SENTENCE_GAP_MS)
    },
    close: async () => {
      const [learnt] = await Promise.all([thread.close(), phonemiser.close()])
      if (learnt && learnt.sentences > (memory.learnt?.sentences ?? 0)) memory.learnt = learnt
    },
  }
}

function sentencesOf(clauses: readonly Clause[]): Clause[][] {
  const sentences: Clause[][] = [[]]
  for (const clause of clauses) {
    sentences.at(-1)?.push(clause)
    if (endsSentence(clause.mark)) sentences.push([])
  }
  return sentences.filter(sentence => sentence.length > 0)
}

/** `^ _ p _ … $`: a pad after every symbol; symbols that the voice does not know are left out. */
function idsOf(sentence: readonly Clause[], known: ReadonlyMap<string, readonly number[]>): number[] {
  const idsFor = (symbol: string): readonly number[] => known.get(symbol) ?? []
  const spelled = sentence.map(clause => clause.text + clause.mark).join(' ')
  const body = [...spelled.normalize('NFD')].filter(symbol => known.has(symbol))
  return [
    ...idsFor('^'),
    ...idsFor('_'),
    ...body.flatMap(symbol => [...idsFor(symbol), ...idsFor('_')]),
    ...idsFor('$'),
  ]
}

function readConfig(path: string): PiperConfig {
  const damaged = (cause?: unknown) => new Failure('models/damaged', { model: basename(path) }, { cause })
  let file: {
    audio?: { sample_rate?: number }
    espeak?: { voice?: string }
    inference?: { noise_scale?: number; length_scale?: number; noise_w?: number }
    phoneme_id_map?: Record<string, number[]>
  }
  try {
    file = JSON.parse(readFileSync(path, 'utf8')) as typeof file
  } catch (cause) {
    throw damaged(cause)
  }
  const { audio, espeak, inference, phoneme_id_map: map } = file
  if (!audio?.sample_rate || !espeak?.voice || !map) throw damaged()
  if (!RATES_HZ.includes(audio.sample_rate))
    throw new Failure('models/sample-rate', { model: basename(path), rateHz: audio.sample_rate })
  return {
    rateHz: audio.sample_rate,
    espeakVoice: espeak.voice,
    ids: new Map(Object.entries(map)),
    scales: [inference?.noise_scale ?? 0.667, inference?.length_scale ?? 1, inference?.noise_w ?? 0.8],
  }
}
