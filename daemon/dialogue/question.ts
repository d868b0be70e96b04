import type { Expected } from '../domain/expected.js'
import type { LinkId } from '../domain/outcome.js'
import type { Overlap } from './port.js'
import type { Item } from './schema.js'
import { itemOf, type Script, wordingOf } from './script.js'
import type { Piece, Stage, State } from './state.js'

/** A question as it can be put: its wordings, what is expected, and how long the patient may think. */
export interface Question {
  readonly linkId: LinkId
  readonly ask: readonly string[]
  readonly rephrase: readonly string[]
  /** Empty where keys cannot answer. */
  readonly keypad: readonly string[]
  readonly expected: Expected
  readonly thinkMs: number
  readonly overlap: Overlap
  readonly purpose: Piece['purpose']
}

const FREE: Expected = { kind: 'free' }

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
        expected: { kind: 'date' },
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
      return linkOf(stage.resume)
    case 'opening':
      return 'greeting'
    case 'better-time':
    case 'advised':
    case 'closing':
    case 'ended':
      return 'closing'
  }
}

export function expectedOf(script: Script, item: Item): Expected {
  const { carrier } = wordingOf(script, item)
  const carried = carrier === undefined ? {} : { carrier }
  switch (item.kind) {
    case 'number':
      return { kind: 'number', min: item.min ?? 0, max: item.max ?? 10, ...carried }
    case 'yes-no':
    case 'remarks':
      return { kind: 'yes-no', ...carried }
    case 'temperature':
      return { kind: 'temperature', ...carried }
    case 'free':
      return FREE
  }
}

const wordsFor = (script: Script, state: State, item: Item) =>
  wordingOf(script, item)[state.byCaregiver ? 'caregiver' : 'patient']

/** The sentence by which an answer is remembered and shown to the nurse: the last of the question. */
export const askedAs = (script: Script, state: State, item: Item): string =>
  wordsFor(script, state, item).ask.at(-1) ?? item.linkId

function itemQuestion(script: Script, state: State, item: Item, invited: boolean): Question {
  const { ask, rephrase } = wordsFor(script, state, item)
  const closed = item.kind === 'yes-no' || item.kind === 'remarks'
  return {
    linkId: item.linkId,
    ask,
    rephrase,
    keypad: closed ? script.common.yesNoKeypad : (wordingOf(script, item).keypad ?? []),
    expected: invited ? FREE : expectedOf(script, item),
    thinkMs: item.thinkMs,
    overlap: 'stop',
    purpose: 'question',
  }
}

function readBackQuestion(script: Script, state: State, stage: Stage & { name: 'read-back' }): Question {
  const item = itemOf(script, stage.linkId)
  const asked = itemQuestion(script, state, item, false)
  if (stage.asks === 'value') return { ...asked, ask: asked.rephrase }
  const told = (wordingOf(script, item).readBack ?? '').replaceAll(
    '{value}',
    script.tongue.valueSaid(stage.pending.value ?? ''),
  )
  const sentences = [...(told ? [told] : []), ...script.common.confirm]
  return {
    ...asked,
    ask: sentences,
    rephrase: sentences,
    keypad: script.common.yesNoKeypad,
    expected: { kind: 'yes-no', carrier: script.common.yesNoCarrier },
    purpose: 'read-back',
  }
}
