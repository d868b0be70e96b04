import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Language } from '../daemon/domain/expected.js'
import { Failure } from '../daemon/domain/failure.js'
import type { Catalogue, Model } from './catalogue.js'
import { catalogue } from './catalogue.js'
import { discard, fileState } from './content.js'
import type { HubTimes } from './hub.js'
import { Hub } from './hub.js'
import { alone } from './lock.js'
import type { Step, Surroundings } from './obtain.js'
import { HUB_SILENT, obtain } from './obtain.js'
import type { PackageClients } from './packages.js'
import { machineClients } from './packages.js'
import type { OwnFiles } from './voice.js'
import { chooseVoice, rememberHub } from './voice.js'

/** A step of one file, for a progress bar. */
export interface Progress extends Omit<Step, 'stage'> {
  readonly model: string
  readonly file: string
  readonly stage: Step['stage'] | 'done'
}

export interface FetchOptions {
  /** Where models live; made if it does not exist. */
  readonly folder: string
  /** Exactly these models of the catalogue; without it, what the languages need. */
  readonly names?: readonly string[]
  /** Languages that must have a voice; French and English if absent. The others get one when the network is used anyway. */
  readonly languages?: readonly Language[]
  /** True: the preferred voice is fetched even where another one is on disk already. */
  readonly upgrade?: boolean
  /** Files of the hospital's own: what they replace is not fetched. */
  readonly own?: OwnFiles
  /** Host or URL of the model hub; the public one if absent. */
  readonly hub?: string
  readonly hubTimes?: Partial<HubTimes>
  /** node_modules of the project: a package installed there in the right version is not fetched again. */
  readonly modulesFolder?: string
  readonly clients?: PackageClients
  readonly models?: Catalogue
  readonly onProgress?: (progress: Progress) => void
  readonly signal?: AbortSignal
}

export interface FetchReport {
  /** Names of the models that were brought by this run. */
  readonly fetched: readonly string[]
  /** Sources that failed on the way, in words, and wished-for models that could not be had. */
  readonly notes: readonly string[]
  /** False: everything was there, and nothing was asked of the network. */
  readonly usedNetwork: boolean
}

const NEEDED_LANGUAGES: readonly Language[] = ['fr', 'en']
const ALL_LANGUAGES: readonly Language[] = ['fr', 'en', 'nl']

/**
 * Makes sure that the recogniser, the detectors and a voice for each needed language are in the folder, whole and checked.
 * Nothing is asked of the network when they are. Two runs at once take turns; a run that was cut goes on where it stopped.
 * Throws Failure models/unreachable (with every source and what failed), models/missing (unknown name), disk/full, or the
 * signal's reason.
 */
export async function fetchModels(options: FetchOptions): Promise<FetchReport> {
  const { folder, signal } = options
  await mkdir(folder, { recursive: true })
  const workFolder = join(folder, '.downloads')
  return alone(join(folder, '.lock'), () => new FetchRun(options, workFolder).complete(), signal)
}

class FetchRun {
  readonly #options: FetchOptions
  readonly #around: Surroundings
  readonly #models: readonly Model[]
  readonly #fetched: string[] = []
  readonly #notes: string[] = []
  #usedNetwork = false

  constructor(options: FetchOptions, workFolder: string) {
    this.#options = options
    this.#models = (options.models ?? catalogue()).models
    this.#around = {
      folder: options.folder,
      workFolder,
      hub: new Hub(options.hub, options.hubTimes),
      clients: options.clients ?? machineClients(),
      ...(options.modulesFolder === undefined ? {} : { modulesFolder: options.modulesFolder }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    }
  }

  async complete(): Promise<FetchReport> {
    const { names, languages = NEEDED_LANGUAGES, upgrade = false } = this.#options
    if (names !== undefined) for (const name of names) await this.#bring(this.#named(name))
    else {
      for (const model of this.#models) if (model.use !== 'voice' && !this.#isReplaced(model)) await this.#bring(model)
      for (const language of languages) await this.#bringVoice(language, upgrade)
      if (this.#usedNetwork || upgrade) await this.#bringOtherVoices(languages, upgrade)
    }
    if (this.#usedNetwork) await rememberHub(this.#options.folder, await this.#around.hub.reachable())
    if (this.#fetched.length > 0) await discard(this.#around.workFolder)
    return { fetched: this.#fetched, notes: this.#notes, usedNetwork: this.#usedNetwork }
  }

  #named(name: string): Model {
    const model = this.#models.find(each => each.name === name)
    if (model === undefined) throw new Failure('models/missing', { model: name })
    return model
  }

  async #bring(model: Model): Promise<void> {
    const { folder, onProgress } = this.#options
    let brought = false
    for (const file of model.files) {
      this.#options.signal?.throwIfAborted()
      if ((await fileState(folder, file)) === 'present') continue
      this.#usedNetwork = true
      const name = { model: model.name, file: file.name }
      const { from, failed } = await obtain(file, this.#around, step => onProgress?.({ ...name, ...step }))
      onProgress?.({ ...name, stage: 'done', from, doneBytes: file.bytes, ofBytes: file.bytes })
      this.#note(failed.map(reason => `${file.name}: ${reason}`))
      brought = true
    }
    if (brought) this.#fetched.push(model.name)
  }

  /** That the hub does not answer is said once, not for every file. */
  #note(notes: readonly string[]): void {
    const told = notes.filter(note => !note.endsWith(HUB_SILENT))
    if (told.length < notes.length) told.push(HUB_SILENT)
    this.#notes.push(...told.filter(note => !this.#notes.includes(note)))
  }

  /** The voices of a language in order of preference, until one is there. */
  async #bringVoice(language: Language, upgrade: boolean): Promise<void> {
    const voices = this.#models.filter(
      model => model.use === 'voice' && model.automatic && model.languages.includes(language),
    )
    const there = await firstPresent(this.#options.folder, voices)
    if ((there !== undefined && !upgrade) || (await this.#hasOwnVoice(language))) return
    let last: unknown = new Failure('models/missing', { model: `voice (${language})` })
    for (const voice of voices) {
      if (voice === there) return
      try {
        await this.#bring(voice)
        return
      } catch (cause) {
        if (!(cause instanceof Failure) || cause.code !== 'models/unreachable') throw cause
        this.#note([cause.message])
        last = cause
      }
    }
    if (there === undefined) throw last
  }

  #isReplaced(model: Model): boolean {
    return model.use === 'recogniser' && Boolean(this.#options.own?.whisper)
  }

  /** A voice of the hospital's own that is no good is told when it is to speak, not here. */
  async #hasOwnVoice(language: Language): Promise<boolean> {
    const { own, folder } = this.#options
    if (!own?.piper) return false
    const choice = await chooseVoice(language, folder, own, { models: [...this.#models] }).catch(() => undefined)
    return choice?.files.model === own.piper
  }

  /** A language that is not needed gets its voice if that is easy: its absence is a note, not a failure. */
  async #bringOtherVoices(needed: readonly Language[], upgrade: boolean): Promise<void> {
    for (const language of ALL_LANGUAGES.filter(each => !needed.includes(each)))
      await this.#bringVoice(language, upgrade).catch((cause: unknown) => {
        if (!(cause instanceof Failure && cause.code.startsWith('models/'))) throw cause
      })
  }
}

const firstPresent = async (folder: string, models: readonly Model[]): Promise<Model | undefined> => {
  for (const model of models) {
    const states = await Promise.all(model.files.map(file => fileState(folder, file)))
    if (states.every(state => state === 'present')) return model
  }
  return undefined
}
