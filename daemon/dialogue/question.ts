import type { Expected } from '../domain/expected.js'
import type { LinkId } from '../domain/outcome.js'
import { FREE, itemQuestion, type Question, readBackQuestion } from './item-question.js'
import { itemOf, type Script } from './script.js'
import type { Stage, State } from './state.js'

/** The question of a stage; null where nothing is asked. */
export function questionOf(script: Script, state: State, stage: Stage): Question | null {
  const { common } = script
  const yesNo: Expected = { kind: 'yes-no', carrier: common.yesNoCarrier }
  const plain = { overlap: 'stop', purpose: 'question', keypad: [] as readonly string[] } as const
  const repeated = (asked: { ask: string[]; rephrase?: string[] | undefined; thinkMs: number }) => ({
    ask: asked.ask,
    rephrase: asked.rephrase ?? asked.ask,
    thinkMs: asked.thinkMs,
  })
  switch (stage.name) {
    case 'opening':
    case 'claiming':
    case 'ended':
      return null
    case 'caller':
      return { ...plain, ...repeated(common.received.caller), linkId: 'person', expected: FREE }
    case 'message':
      return { ...plain, ...repeated(common.received.message), linkId: 'message', expected: FREE }
    case 'person':
      return {
        ...plain,
        ...repeated(common.person),
        linkId: 'person',
        expected: { kind: 'yes-no' },
        keypad: common.yesNoKeypad,
      }
    case 'handover':
      return { ...plain, ...repeated(common.handover), linkId: 'person', expected: FREE }
    case 'nearby':
      return {
        ...plain,
        ...repeated(common.nearby),
        linkId: 'caregiver',
        expected: { kind: 'yes-no' },
        keypad: common.yesNoKeypad,
      }
    case 'caregiver':
      return { ...plain, ...repeated(common.caregiver), linkId: 'caregiver', expected: FREE }
    case 'better-time':
      return {
        ...plain,
        ...repeated(common.betterTime),
        linkId: stage.why === 'later' ? 'closing' : 'caregiver',
        expected: FREE,
      }
    case 'birth-date':
      return {
        ...plain,
        ...repeated(common.birthDate),
        ask: stage.callers
          ? common.received.birthDate
          : state.byCaregiver
            ? common.birthDate.caregiverAsk
            : common.birthDate.ask,
        linkId: 'birth-date',
        keypad: common.birthDate.keypad,
        expected: { kind: 'date', carrier: common.dateCarrier, known: datesOnRecord(state.context, stage.callers) },
      }
    case 'consent':
      return {
        ...plain,
        ...repeated(common.consent),
        linkId: 'recording-consent',
        overlap: 'never',
        expected: yesNo,
        keypad: common.yesNoKeypad,
      }
    case 'item':
      return itemQuestion(script, state, itemOf(script, stage.linkId), stage.invited === true)
    case 'read-back':
      return readBackQuestion(script, state, stage)
    case 'red-flag':
      return {
        ...plain,
        linkId: linkOf(stage.resume),
        ask: common.confirm,
        rephrase: common.confirm,
        keypad: common.yesNoKeypad,
        expected: yesNo,
        thinkMs: 6000,
        purpose: 'red-flag',
      }
    case 'offer-transfer':
      return {
        ...plain,
        linkId: linkOf(stage.resume),
        ask: common.transfer?.offer ?? common.requests.offerNurse,
        rephrase: common.transfer?.offer ?? common.requests.offerNurse,
        keypad: common.yesNoKeypad,
        expected: yesNo,
        thinkMs: 7000,
      }
    case 'transferring':
    case 'advised':
      return {
        ...plain,
        linkId: 'closing',
        ask: common.listening,
        rephrase: common.listening,
        expected: FREE,
        thinkMs: 7000,
        purpose: 'red-flag',
        overlap: 'duck',
      }
    case 'offer-nurse':
      return {
        ...plain,
        linkId: linkOf(stage.resume),
        ask: common.requests.offerNurse,
        rephrase: common.requests.offerNurse,
        keypad: common.yesNoKeypad,
        expected: yesNo,
        thinkMs: 7000,
      }
    case 'offer-language': {
      const offer = common.otherLanguage?.[stage.language] ?? []
      return {
        ...plain,
        linkId: linkOf(stage.resume),
        ask: offer,
        rephrase: offer,
        keypad: common.yesNoKeypad,
        expected: { kind: 'yes-no' },
        thinkMs: 7000,
        // Whoever wants it speaks it; a "non" is understood in all three.
        language: stage.language,
      }
    }
    case 'changing-language': {
      const wait = common.otherLanguage?.wait ?? []
      return { ...plain, linkId: linkOf(stage.resume), ask: wait, rephrase: wait, expected: FREE, thinkMs: 1500 }
    }
    case 'closing':
      return {
        ...plain,
        linkId: 'closing',
        ask: common.listening,
        rephrase: common.listening,
        expected: FREE,
        thinkMs: stage.asks === 'remark' ? 7000 : 1500,
        purpose: 'closing',
        overlap: 'duck',
      }
  }
}

/** The item that a stage belongs to: where a confirming question takes its answer from. */
export function linkOf(stage: Stage): LinkId {
  switch (stage.name) {
    case 'item':
    case 'read-back':
      return stage.linkId
    case 'person':
    case 'caller':
    case 'handover':
      return 'person'
    case 'message':
      return 'message'
    case 'nearby':
    case 'caregiver':
      return 'caregiver'
    case 'birth-date':
    case 'claiming':
      return 'birth-date'
    case 'consent':
      return 'recording-consent'
    case 'red-flag':
    case 'offer-nurse':
    case 'offer-transfer':
    case 'offer-language':
    case 'changing-language':
      return linkOf(stage.resume)
    case 'opening':
      return 'greeting'
    case 'better-time':
    case 'transferring':
    case 'advised':
    case 'closing':
    case 'ended':
      return 'closing'
  }
}

/** Whose date of birth it may be: the patient's, or on a call that we receive that of everybody who may be calling. */
function datesOnRecord(
  { person, received }: State['context'],
  callers: readonly number[] | undefined,
): readonly string[] {
  if (callers === undefined) return [person.birthDate]
  return [...new Set(callers.flatMap(at => received?.candidates[at]?.birthDate ?? []))]
}
