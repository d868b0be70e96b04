import { createHash } from 'node:crypto'
import type { Language } from '../domain/expected.js'
import { dutch } from './dutch/dutch.js'
import { dispositionNow } from './ending.js'
import { english } from './english/english.js'
import { french } from './french/french.js'
import { judgeHearing, judgeKeys } from './judge.js'
import { parseCommon, parseProtocol } from './parse.js'
import type { CallContext, Dialogue, ProtocolUsed } from './port.js'
import type { Common, Protocol } from './schema.js'
import { forHospital, type Script, wordingOf } from './script.js'
import { everyNamed, everySentence } from './sentences.js'
import { openState, type State } from './state.js'
import { step } from './step.js'
import type { Tongue } from './tongue.js'

const TONGUES: Readonly<Record<Language, Tongue>> = { fr: french, nl: dutch, en: english }

export type { Common, Protocol, State }
export { parseCommon, parseProtocol }

export interface DialogueOptions {
  /** Rehearsals only: `startAt` goes straight to its item, the identity taken for settled. Default false: identity always comes first. */
  readonly startAtSkipsIdentity?: boolean
}

function usedProtocol(protocol: Protocol, common: Common): ProtocolUsed {
  // When the calls are made is no part of what they ask.
  const text = JSON.stringify({ protocol: { ...protocol, calls: undefined }, common })
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 12)
  return { id: protocol.id, version: `${protocol.version}+${digest}`, text }
}

/** The conversation of one questionnaire in one language. Pure: the texts were read and checked by {@link parseProtocol} before. */
export function loadDialogue(protocol: Protocol, common: Common, options: DialogueOptions = {}): Dialogue<State> {
  const tongue = TONGUES[common.language]
  const otherTongues = Object.values(TONGUES).filter(one => one !== tongue)
  const script: Script = {
    protocol,
    common,
    tongue,
    otherTongues,
    startAtSkipsIdentity: options.startAtSkipsIdentity ?? false,
  }
  return {
    open: openState,
    step: (state, heard) => step(script, state, heard),
    keysComplete: (state, keys) => judgeKeys(script, state, keys),
    dispositionNow,
    judge: (state, hearing) => judgeHearing(script, state, hearing),
    linkIds: protocol.items.map(item => item.linkId),
    protocol: usedProtocol(protocol, common),
    fixedSentences: (_language, hospital) => everySentence(script, hospital),
    personSentences: (context: CallContext) => everyNamed(script, context),
    turnedAway: hospital => ({
      full: forHospital(common.received.full, hospital, tongue),
      failed: forHospital(common.received.failed, hospital, tongue),
    }),
    carriers: () => [
      ...new Set([common.yesNoCarrier, ...protocol.items.flatMap(item => wordingOf(script, item).carrier ?? [])]),
    ],
  }
}
