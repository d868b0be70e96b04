import type { Dialogue, Heard } from '../dialogue/port.js'

interface Current {
  readonly id: string
  readonly state: unknown
}

/**
 * Of whoever calls us nobody knows yet which questionnaire is due: the identity is the same in all, and the one that is
 * claimed then takes over with the state as it is.
 */
export function switching(dialogues: ReadonlyMap<string, Dialogue>): Dialogue<Current> {
  const [first] = dialogues.keys()
  const of = (id: string): Dialogue => dialogues.get(id) ?? ([...dialogues.values()][0] as Dialogue)
  const begun = of(first ?? '')
  const all = <T>(each: (dialogue: Dialogue) => readonly T[]): T[] => [
    ...new Set([...dialogues.values()].flatMap(each)),
  ]
  return {
    open: context => ({ id: first ?? '', state: begun.open(context) }),
    step: ({ id, state }, heard: Heard) => {
      const next = heard.type === 'claimed' && dialogues.has(heard.protocol ?? '') ? (heard.protocol ?? id) : id
      const stepped = of(next).step(state, heard)
      return { state: { id: next, state: stepped.state }, acts: stepped.acts }
    },
    keysComplete: ({ id, state }, keys) => of(id).keysComplete(state, keys),
    dispositionNow: ({ id, state }) => of(id).dispositionNow(state),
    judge: ({ id, state }, hearing) => of(id).judge(state, hearing),
    linkIds: begun.linkIds,
    protocol: begun.protocol,
    turnedAway: hospital => begun.turnedAway(hospital),
    fixedSentences: (language, hospital) => all(dialogue => dialogue.fixedSentences(language, hospital)),
    personSentences: context => all(dialogue => dialogue.personSentences(context)),
    carriers: language => all(dialogue => dialogue.carriers(language)),
  }
}
