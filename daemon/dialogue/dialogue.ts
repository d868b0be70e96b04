import { dispositionNow } from './ending.js'
import { judgeHearing, judgeKeys } from './judge.js'
import { parseCommon, parseProtocol } from './parse.js'
import type { CallContext, Dialogue } from './port.js'
import type { Common, Protocol } from './schema.js'
import type { Script } from './script.js'
import { everyNamed, everySentence } from './sentences.js'
import { openState, type State } from './state.js'
import { step } from './step.js'

export type { Common, Protocol, State }
export { parseCommon, parseProtocol }

export interface DialogueOptions {
  /** Rehearsals only: `startAt` goes straight to its item, the identity taken for settled. Default false: identity always comes first. */
  readonly startAtSkipsIdentity?: boolean
}

/** The conversation of one questionnaire in French. Pure: the texts were read and checked by {@link parseProtocol} before. */
export function loadDialogue(protocol: Protocol, common: Common, options: DialogueOptions = {}): Dialogue<State> {
  const script: Script = { protocol, common, startAtSkipsIdentity: options.startAtSkipsIdentity ?? false }
  return {
    open: openState,
    step: (state, heard) => step(script, state, heard),
    keysComplete: (state, keys) => judgeKeys(script, state, keys),
    dispositionNow,
    judge: (state, hearing) => judgeHearing(script, state, hearing),
    linkIds: protocol.items.map(item => item.linkId),
    protocol: { id: protocol.id, version: protocol.version },
    fixedSentences: (_language, hospital) => everySentence(script, hospital),
    personSentences: (context: CallContext) => everyNamed(script, context),
    carriers: () => [
      ...new Set([common.yesNoCarrier, ...protocol.items.flatMap(item => item.wording.fr.carrier ?? [])]),
    ],
  }
}
