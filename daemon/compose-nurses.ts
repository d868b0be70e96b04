import type { Spoken } from './call/call-parts.js'
import type { TransferParts } from './call/transfer.js'
import { composeAnnouncer } from './compose-protocols.js'
import type { Config } from './config.js'
import type { Announcer } from './dialogue/port.js'
import type { Language } from './domain/expected.js'
import { Failure } from './domain/failure.js'
import type { Prompts } from './speech/port.js'

/** The voices that a nurse may hear. */
interface Voices {
  /** What the daemon speaks first, with its voice. */
  readonly language: Language
  readonly prompts: Prompts
  readonly others: (language: Language) => Promise<Pick<Spoken, 'prompts'>>
}

/** The hospital's language, in which nurses are spoken to: a setting, else what the daemon speaks first. */
export const nurseLanguage = ({ settings }: Pick<Config, 'settings'>, first: Language): Language =>
  settings.HELLOJADE_NURSE_LANGUAGE ?? first

/** What nurses hear and in which voices: the announcement in the hospital's language, a patient's words in their own. */
export function composeNurseVoices(
  config: Pick<Config, 'settings'>,
  { language: first, prompts, others }: Voices,
): Pick<TransferParts, 'announcer' | 'prompts' | 'voiceIn'> {
  const announcer: Announcer = composeAnnouncer(nurseLanguage(config, first), first)
  const later = new Map<Language, Prompts>()
  const voiceIn = (language: Language): Prompts => {
    if (language === first) return prompts
    // Words of a language without a voice here are better mispronounced than left out.
    const load = () =>
      others(language)
        .then(spoken => spoken.prompts)
        .catch(() => prompts)
    const voice =
      later.get(language) ??
      voiceLater(language === announcer.language ? async () => (await others(language)).prompts : load)
    later.set(language, voice)
    return voice
  }
  return { announcer, prompts: voiceIn(announcer.language), voiceIn }
}

/**
 * Nurses are spoken to in another language than patients: its voice is loaded and what it says rendered before the daemon is
 * ready, for an emergency does not wait. Throws Failure call/language where it has no voice here.
 */
export async function prepareNurseVoice(
  config: Pick<Config, 'settings'>,
  first: Language,
  others: Voices['others'],
): Promise<void> {
  const language = nurseLanguage(config, first)
  if (language === first || config.settings.HELLOJADE_NURSES.length === 0) return
  const { prompts } = await others(language)
  await prompts.render(composeAnnouncer(language).fixedSentences)
}

/** A voice that is loaded when something is first rendered with it. */
function voiceLater(load: () => Promise<Prompts>): Prompts {
  let loaded: Prompts | undefined
  return {
    has: text => loaded?.has(text) ?? false,
    get: text => {
      if (loaded === undefined) throw new Failure('speech/unrendered')
      return loaded.get(text)
    },
    render: async (texts, onDone, owner) => {
      loaded = await load()
      await loaded.render(texts, onDone, owner)
    },
  }
}
