import type { Language } from '../daemon/domain/expected.js'
import { Failure } from '../daemon/domain/failure.js'
import type { Catalogue, Model } from './catalogue.js'
import { catalogue } from './catalogue.js'
import type { FileState } from './content.js'
import { fileState } from './content.js'
import { chooseRecogniser } from './recogniser.js'
import type { OwnFiles } from './voice.js'
import { chooseVoice, hubWasReachable } from './voice.js'

/** A model of the catalogue and what is on disk of it. */
export interface ModelState {
  readonly name: string
  readonly use: Model['use']
  readonly languages: readonly Language[]
  readonly licence: string
  readonly bytes: number
  readonly rateHz: number
  /** Missing if one of its files is, damaged if one is. */
  readonly state: FileState
  readonly files: readonly { readonly name: string; readonly state: FileState }[]
}

/** Who speaks a language, or why nobody does. */
export interface Speaking {
  readonly language: Language
  /** Absent where no voice is on disk. */
  readonly voice?: string
  readonly reason: string
}

export interface Listing {
  readonly models: readonly ModelState[]
  readonly recogniser: string
  readonly voices: readonly Speaking[]
}

export interface ListOptions {
  readonly folder: string
  readonly own?: OwnFiles
  readonly models?: Catalogue
}

/** Every model with its state, and which voice speaks each language and why. Nothing is asked of the network. */
export const listModels = (options: ListOptions): Promise<Listing> => listing(options, false)

/** The same, but every file on disk is read and compared with its digest. */
export const verifyModels = (options: ListOptions): Promise<Listing> => listing(options, true)

const listing = async ({ folder, own = {}, models = catalogue() }: ListOptions, full: boolean): Promise<Listing> => {
  const states: ModelState[] = []
  for (const model of models.models) states.push(await modelState(model, folder, full))
  const voices: Speaking[] = []
  for (const language of ['fr', 'nl', 'en'] as const) voices.push(await speaking(language, folder, own, models))
  const recogniser = await chooseRecogniser(folder, own, models).then(choice => choice.reason, sentenceOf)
  return { models: states, recogniser, voices }
}

const modelState = async (model: Model, folder: string, full: boolean): Promise<ModelState> => {
  const files: { name: string; state: FileState }[] = []
  for (const file of model.files) files.push({ name: file.name, state: await fileState(folder, file, full) })
  const has = (state: FileState): boolean => files.some(file => file.state === state)
  const { name, use, languages, licence, rateHz } = model
  const bytes = model.files.reduce((sum, file) => sum + file.bytes, 0)
  return {
    name,
    use,
    languages,
    licence,
    rateHz,
    bytes,
    files,
    state: has('damaged') ? 'damaged' : has('missing') ? 'missing' : 'present',
  }
}

const speaking = async (language: Language, folder: string, own: OwnFiles, models: Catalogue): Promise<Speaking> => {
  try {
    const { name, reason } = await chooseVoice(language, folder, own, models)
    return { language, voice: name, reason }
  } catch (cause) {
    const hub = (await hubWasReachable(folder)) === false ? ' (The model hub could not be reached.)' : ''
    return { language, reason: `${sentenceOf(cause)}${hub}` }
  }
}

const sentenceOf = (cause: unknown): string => {
  if (cause instanceof Failure) return cause.sentence('en')
  throw cause
}
