import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from './config.js'
import { parseAnnouncer } from './dialogue/announcement.js'
import { loadDialogue, parseCommon, parseProtocol } from './dialogue/dialogue.js'
import type { Announcer, CallContext, Dialogue } from './dialogue/port.js'
import type { Language } from './domain/expected.js'
import { protocolsFolder } from './paths.js'

/**
 * The questionnaire of nearly every call: with the slow voice its sentences take set-up minutes, so those of the others follow while
 * the daemon runs, or when a call needs them.
 */
const FIRST_PROTOCOL = 'general-follow-up'

/** The protocols of protocols/ that are worded in a language, with its common parts. `startAtSkipsIdentity`: rehearsals only. */
export const composeDialogues = (language: Language, startAtSkipsIdentity = false): ReadonlyMap<string, Dialogue> =>
  composeAll(language, startAtSkipsIdentity).worded

/** The same, and the questionnaires that lack the language with its common parts: for last words, not for a call. */
export function composeAll(language: Language, startAtSkipsIdentity = false) {
  const folder = protocolsFolder()
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8')
  const commonFile = `common.${language}.yaml`
  const common = parseCommon(read(commonFile), commonFile)
  const files = readdirSync(folder).filter(file => file.endsWith('.yaml') && !file.startsWith('common.'))
  const all = files.map(file => parseProtocol(read(file), file))
  // A call that comes in begins with the first: its sentences are rendered before anything else.
  all.sort((a, b) => Number(b.id === FIRST_PROTOCOL) - Number(a.id === FIRST_PROTOCOL))
  const isWorded = ({ items }: (typeof all)[number]) => items.every(({ wording }) => wording[language] !== undefined)
  const load = (protocols: typeof all): ReadonlyMap<string, Dialogue> =>
    new Map(protocols.map(protocol => [protocol.id, loadDialogue(protocol, common, { startAtSkipsIdentity })]))
  return { worded: load(all.filter(isWorded)), partings: load(all.filter(protocol => !isWorded(protocol))) }
}

/** What nurses hear when they are rung: in the hospital's language. */
export function composeAnnouncer(language: Language, patientsSpeak = language): Announcer {
  const file = `common.nurse.${language}.yaml`
  return parseAnnouncer(readFileSync(join(protocolsFolder(), file), 'utf8'), file, patientsSpeak)
}

/** What hearing needs of the voice: the words that closed questions' answers complete. */
export const carriersOf = (dialogues: ReadonlyMap<string, Dialogue>, language: Language): readonly string[] => [
  ...new Set([...dialogues.values()].flatMap(dialogue => dialogue.carriers(language))),
]

/** Every sentence of these protocols, carriers included, and what nurses hear where it is theirs. */
export function sentencesOf(
  dialogues: ReadonlyMap<string, Dialogue>,
  language: Language,
  hospital: CallContext['hospital'],
  nursesHear: Language,
): readonly string[] {
  const all = [...dialogues.values()].flatMap(dialogue => [
    ...dialogue.fixedSentences(language, hospital),
    ...dialogue.carriers(language),
  ])
  const nurses = language === nursesHear ? composeAnnouncer(language).fixedSentences : []
  return [...new Set([...all, ...nurses])]
}

/**
 * What set-up renders and a start waits for: the sentences of the first protocol, the carriers of all, which hearing needs, and what
 * nurses hear where there are nurses to ring. One list for both, so that neither renders what the other does not know of.
 */
export function firstSentences(
  dialogues: ReadonlyMap<string, Dialogue>,
  language: Language,
  { hospital, settings }: Pick<Config, 'hospital' | 'settings'>,
  first = FIRST_PROTOCOL,
): readonly string[] {
  const chosen = dialogues.get(first)?.fixedSentences(language, hospital) ?? []
  const rung = settings.HELLOJADE_NURSES.length > 0 && (settings.HELLOJADE_NURSE_LANGUAGE ?? language) === language
  const nurses = rung ? composeAnnouncer(language).fixedSentences : []
  return [...new Set([...chosen, ...carriersOf(dialogues, language), ...nurses])]
}
