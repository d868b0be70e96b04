import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadDialogue, parseCommon, parseProtocol } from '../daemon/dialogue/dialogue.js'
import { spokenLanguage } from '../daemon/dialogue/other-language.js'
import type { CallContext, Heard } from '../daemon/dialogue/port.js'
import type { Expected, Hearing } from '../daemon/domain/expected.js'
import { ms } from '../daemon/domain/units.js'

/** French clips that would be taken for another language. */
export interface Languages {
  clips: number
  /** By sound or words. */
  taken: number
  /** Not understood besides: the first of the two in a row after which the language is offered. */
  counted: number
  /** Offered when the same is said once more. */
  offered: number
}

export const NO_LANGUAGES: Languages = { clips: 0, taken: 0, counted: 0, offered: 0 }

/** Who says it is asked, in a whole dialogue, what a clip of this kind answers. */
const ASKED: Readonly<Record<Expected['kind'], string>> = {
  number: 'pain',
  'yes-no': 'medicines',
  temperature: 'temperature',
  date: 'birth-date',
  free: 'person',
  choice: 'transit-problem',
}

const SOMEBODY: CallContext = {
  language: 'fr',
  person: { givenName: 'Jeanne', familyName: 'Lambert', birthDate: '1900-01-01', caregivers: [] },
  hospital: { name: 'EpiCURA', wardNumber: '', switchboard: '' },
  nowLocal: '2026-11-24T10:00:00',
  nightWeekendOrHoliday: false,
}

/** Counts what the conversation makes of a hearing, and of the same once more. */
export function languageCounter(
  protocolsFolder: string,
): (total: Languages, expected: Expected, hearing: Hearing) => void {
  const read = (file: string): string => readFileSync(join(protocolsFolder, file), 'utf8')
  const [protocol, common] = ['general-follow-up.yaml', 'common.fr.yaml']
  const dialogue = loadDialogue(parseProtocol(read(protocol), protocol), parseCommon(read(common), common), {
    startAtSkipsIdentity: true,
  })
  return (total, expected, hearing) => {
    const asked = ASKED[expected.kind]
    const atItem = asked !== 'person' && asked !== 'birth-date'
    let state = dialogue.open(atItem ? { ...SOMEBODY, startAt: asked } : SOMEBODY)
    const hear = (heard: Heard) => {
      const next = dialogue.step(state, heard)
      state = next.state
      return next.acts
    }
    const utter = (said: Hearing) =>
      hear({ type: 'utterance', hearing: said, startMs: ms(2000), endMs: ms(3000) }).some(
        act => act.type === 'language',
      )
    hear({ type: 'opened', text: '', lengthMs: ms(0), atMs: ms(0) })
    if (asked === 'birth-date') utter({ ...hearing, text: "Oui, c'est moi." })
    total.clips += 1
    if (spokenLanguage(hearing, 'fr') !== undefined) total.taken += 1
    let offered = utter(hearing)
    if (offered || state.foreign !== undefined) total.counted += 1
    offered ||= utter(hearing)
    if (offered) total.offered += 1
  }
}
