import { readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import type { Language } from '../daemon/domain/expected.js'
import { Failure } from '../daemon/domain/failure.js'
import type { Catalogue, Model, ModelFile } from './catalogue.js'
import { catalogue } from './catalogue.js'
import { fileState, writeWhole } from './content.js'

/** The voice that speaks a language: its files, and why it is this one. */
export type VoiceChoice = {
  /** e.g. "piper-fr_FR-siwis-medium", "kokoro-ff_siwis". */
  readonly name: string
  readonly rateHz: number
  readonly reason: string
} & (
  | { readonly kind: 'piper'; readonly files: { readonly model: string; readonly config: string } }
  | {
      readonly kind: 'kokoro'
      readonly files: { readonly model: string; readonly style: string; readonly vocabulary: string }
    }
)

/** Files of the hospital's own that come before those of the catalogue. */
export interface OwnFiles {
  /** `WHISPER_MODEL`: path of a ggml file, or the name of one in the models folder. */
  readonly whisper?: string
  /** `PIPER_MODEL_PATH`: path of a Piper voice's .onnx, its .onnx.json beside it. */
  readonly piper?: string
}

/** Rates that Piper and Kokoro voices are made at and that divide into the line's 8 kHz with a short filter. */
const VOICE_RATES_HZ: readonly number[] = [8000, 16_000, 22_050, 24_000, 44_100, 48_000]

const piperConfigSchema = z.object({
  audio: z.object({ sample_rate: z.number() }),
  espeak: z.object({ voice: z.string() }),
})

/**
 * Which voice speaks a language: one of the hospital's own if it is of that language, else the first whole one of the
 * catalogue. Throws Failure models/missing, models/damaged or models/sample-rate.
 */
export async function chooseVoice(
  language: Language,
  folder: string,
  own: OwnFiles = {},
  models: Catalogue = catalogue(),
): Promise<VoiceChoice> {
  const given = own.piper === undefined || own.piper === '' ? undefined : await ownVoice(own.piper)
  if (given?.language === language) return given.choice
  const voices = models.models.filter(model => model.use === 'voice' && model.languages.includes(language))
  for (const voice of voices) {
    const states = await Promise.all(voice.files.map(file => fileState(folder, file)))
    if (states.every(state => state === 'present'))
      return fromCatalogue(voice, folder, await reasonFor(voice, voices, folder))
  }
  throw new Failure('models/missing', { model: voices[0]?.name ?? `voice (${language})` })
}

const fromCatalogue = (voice: Model, folder: string, reason: string): VoiceChoice => {
  const path = (part: ModelFile['part']): string => {
    const file = voice.files.find(each => each.part === part)
    if (file === undefined) throw new Failure('models/missing', { model: `${voice.name} (${part})` })
    return join(folder, file.name)
  }
  const shared = { name: voice.name, rateHz: voice.rateHz, reason }
  return voice.engine === 'kokoro'
    ? {
        ...shared,
        kind: 'kokoro',
        files: { model: path('model'), style: path('style'), vocabulary: path('vocabulary') },
      }
    : { ...shared, kind: 'piper', files: { model: path('model'), config: path('config') } }
}

const reasonFor = async (voice: Model, voices: readonly Model[], folder: string): Promise<string> => {
  const preferred = voices.find(each => each.automatic)
  if (preferred === undefined || preferred === voice) return `${voice.name}: the preferred voice of this language`
  if (!voice.automatic) return `${voice.name}: fetched by name, ${preferred.name} is not on disk`
  return (await hubWasReachable(folder)) === false
    ? `${voice.name}: the model hub could not be reached, ${preferred.name} is preferred when it can`
    : `${voice.name}: ${preferred.name} is preferred but not on disk, "hellojade models fetch" gets it`
}

const ownVoice = async (path: string): Promise<{ language: Language | undefined; choice: VoiceChoice }> => {
  const config = `${path}.json`
  const name = basename(path, '.onnx')
  for (const each of [path, config])
    if (!(await stat(each).catch(() => undefined))?.isFile()) throw new Failure('models/missing', { model: each })
  const parsed = piperConfigSchema.safeParse(jsonOf(await readFile(config, 'utf8')))
  if (!parsed.success) throw new Failure('models/damaged', { model: config })
  const rateHz = parsed.data.audio.sample_rate
  if (!VOICE_RATES_HZ.includes(rateHz)) throw new Failure('models/sample-rate', { model: name, rateHz })
  const spoken = parsed.data.espeak.voice.slice(0, 2)
  const language = (['fr', 'nl', 'en'] as const).find(each => each === spoken)
  const reason = `piper-${name}: given by PIPER_MODEL_PATH`
  return { language, choice: { kind: 'piper', name: `piper-${name}`, rateHz, reason, files: { model: path, config } } }
}

/** Undefined for text that is no JSON: the schema then says what is wrong. */
const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const hubMemorySchema = z.object({ reachable: z.boolean() })
const hubMemory = (folder: string): string => join(folder, 'hub.json')

/** Writes down whether the hub answered, so that a later start can say why a voice speaks without asking again. */
export const rememberHub = (folder: string, reachable: boolean): Promise<void> =>
  writeWhole(hubMemory(folder), JSON.stringify({ reachable }))

/** Undefined if no run has asked it yet. */
export const hubWasReachable = async (folder: string): Promise<boolean | undefined> => {
  const known = hubMemorySchema.safeParse(jsonOf(await readFile(hubMemory(folder), 'utf8').catch(() => '')))
  return known.success ? known.data.reachable : undefined
}
