import { createHash } from 'node:crypto'
import type { Hearing, Language } from '../domain/expected.js'
import { dangerHeard } from './danger.js'
import { dutch } from './dutch/dutch.js'
import { dispositionNow } from './ending.js'
import { english } from './english/english.js'
import { french } from './french/french.js'
import { judgeHearing, judgeKeys } from './judge.js'
import { readOtherwise } from './otherwise.js'
import { parseCommon, parseProtocol } from './parse.js'
import type { CallContext, Dialogue, Heard, ProtocolUsed } from './port.js'
import { questionOf } from './question.js'
import type { Common, Protocol } from './schema.js'
import { forHospital, itemOf, type Script, wordingOf } from './script.js'
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

/**
 * An uncertain hearing as the question at hand makes sense of it: judged and answered alike, and quoted by its alert (the call's
 * transcript keeps the first reading). Only a danger sign is looked for where no item and no date is asked: a consent, or a yes to what is
 * read back, is never found in another reading. A danger told in another language is one that its own words tell.
 */
function hearingOf(script: Script, state: State, hearing: Hearing): Hearing {
  if (dangerHeard(script, hearing) !== null) return hearing
  const { stage, context } = state
  if (stage.name === 'person' || stage.name === 'nearby' || stage.name === 'caregiver')
    return readOtherwise(script.tongue, hearing, 'who')
  const answerable = stage.name === 'item' || stage.name === 'birth-date'
  const expected = answerable ? questionOf(script, state, stage)?.expected : undefined
  const words = stage.name === 'item' ? wordingOf(script, itemOf(script, stage.linkId)).words : undefined
  const nowYear = Number(context.nowLocal.slice(0, 4)) || 2100
  return readOtherwise(script.tongue, hearing, expected && { expected, words, nowYear })
}

const heardOtherwise = (script: Script, state: State, heard: Heard): Heard =>
  heard.type === 'utterance' ? { ...heard, hearing: hearingOf(script, state, heard.hearing) } : heard

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
    step: (state, heard) => step(script, state, heardOtherwise(script, state, heard)),
    keysComplete: (state, keys) => judgeKeys(script, state, keys),
    dispositionNow,
    judge: (state, hearing) => judgeHearing(script, state, hearingOf(script, state, hearing)),
    linkIds: protocol.items.map(item => item.linkId),
    protocol: usedProtocol(protocol, common),
    fixedSentences: (_language, hospital) => everySentence(script, hospital),
    personSentences: (context: CallContext) => everyNamed(script, context),
    turnedAway: hospital => ({
      full: forHospital(common.received.full, hospital, tongue),
      failed: forHospital(common.received.failed, hospital, tongue),
    }),
    carriers: () => [
      ...new Set([
        common.yesNoCarrier,
        common.dateCarrier,
        ...protocol.items.flatMap(item => wordingOf(script, item).carrier ?? []),
      ]),
    ],
  }
}
