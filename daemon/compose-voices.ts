import { mkdirSync } from 'node:fs'
import { chooseVoice, type VoiceChoice } from '../models/index.js'
import type { Spoken } from './call/call-parts.js'
import { carriersOf, composeAll } from './compose-protocols.js'
import type { Config } from './config.js'
import type { Language } from './domain/expected.js'
import { Failure } from './domain/failure.js'
import { openPrompts, type PromptShelf } from './speech/prompts/prompts.js'
import type { WhisperRecogniser } from './speech/recogniser/whisper.js'
import { kokoroSource } from './speech/synthesis/kokoro.js'
import { piperSource } from './speech/synthesis/piper.js'

export const ownModels = ({ settings }: Config): { whisper?: string; piper?: string } => ({
  ...(settings.WHISPER_MODEL === undefined ? {} : { whisper: settings.WHISPER_MODEL }),
  ...(settings.PIPER_MODEL_PATH === undefined ? {} : { piper: settings.PIPER_MODEL_PATH }),
})

/** The voice's shelf of sentences; no model is loaded before a sentence is missing. */
export async function composePrompts(
  config: Config,
  language: Language,
): Promise<{ prompts: PromptShelf; voice: VoiceChoice }> {
  const own = ownModels(config)
  const voice = await chooseVoice(language, config.folders.models, own)
  const { files } = voice
  const source =
    voice.kind === 'kokoro'
      ? kokoroSource({
          modelPath: voice.files.model,
          stylePath: voice.files.style,
          vocabularyPath: voice.files.vocabulary,
          threads: 1,
          reason: voice.reason,
        })
      : piperSource({
          modelPath: files.model,
          configPath: voice.files.config,
          language,
          threads: 1,
          reason: voice.reason,
        })
  mkdirSync(config.folders.prompts, { recursive: true })
  return { voice, prompts: openPrompts({ folder: config.folders.prompts, voice: source, language, workers: 2 }) }
}

/**
 * The languages that are not spoken first: each is loaded at the first call in it, so that neither start-up nor memory pays for
 * patients who never come. A call renders what it says before it dials.
 */
export function composeOthers(config: Config, recogniser: WhisperRecogniser, startAtSkipsIdentity = false) {
  const loaded = new Map<Language, Promise<{ prompts: PromptShelf } & Spoken>>()
  const load = async (language: Language) => {
    const { prompts } = await composePrompts(config, language).catch((cause: unknown) => {
      throw new Failure('call/language', { language, missing: 'voice' }, { cause })
    })
    return prepared(language, prompts, wordingIn(language, startAtSkipsIdentity))
  }
  const prepared = async (
    language: Language,
    prompts: PromptShelf,
    { worded: dialogues, partings }: ReturnType<typeof composeAll>,
  ) => {
    const carriers = carriersOf(dialogues, language)
    await prompts.render(carriers)
    await recogniser.prepareCarriers(carriers, text => Promise.resolve(prompts.get(text)))
    return { prompts, dialogues, partings }
  }
  const spoken = (language: Language): Promise<Spoken> => {
    const loading = loaded.get(language) ?? load(language)
    loaded.set(language, loading)
    // What could not be had may be there at the next call: a voice is fetched while the daemon runs.
    loading.catch(() => loaded.delete(language))
    return loading
  }
  /** Reads the wordings of what is loaded again; `use` makes them those of the calls that begin from then on. */
  const read = async () => {
    const fresh: {
      readonly language: Language
      readonly prompts: PromptShelf
      readonly wording: ReturnType<typeof composeAll>
    }[] = []
    for (const [language, loading] of loaded) {
      const before = await loading.catch(() => undefined)
      if (before !== undefined)
        fresh.push({ language, prompts: before.prompts, wording: composeAll(language, startAtSkipsIdentity) })
    }
    const use = async (): Promise<void> => {
      const made = []
      for (const { language, prompts, wording } of fresh)
        made.push([language, await prepared(language, prompts, wording)] as const)
      for (const [language, spoken] of made) loaded.set(language, Promise.resolve(spoken))
    }
    return { use }
  }
  const close = async (): Promise<void> => {
    for (const loading of loaded.values()) await (await loading.catch(() => undefined))?.prompts.close()
  }
  return { spoken, read, close }
}

function wordingIn(language: Language, startAtSkipsIdentity: boolean): ReturnType<typeof composeAll> {
  try {
    return composeAll(language, startAtSkipsIdentity)
  } catch (cause) {
    throw new Failure('call/language', { language, missing: 'wording' }, { cause })
  }
}
