import type { Expected, Language } from '../domain/expected.js'
import type { AnswerValue, LinkId } from '../domain/outcome.js'
import type { Overlap } from './port.js'
import type { Item } from './schema.js'
import { itemOf, type Script, wordingOf } from './script.js'
import type { Piece, Stage, State } from './state.js'
import type { ItemWords } from './tongue.js'

/** A question as it can be put: its wordings, what is expected, and how long the patient may think. */
export interface Question {
  readonly linkId: LinkId
  readonly ask: readonly string[]
  readonly rephrase: readonly string[]
  /** Empty where keys cannot answer. */
  readonly keypad: readonly string[]
  readonly expected: Expected
  readonly thinkMs: number
  /** In which it is answered, where not in the call's. */
  readonly language?: Language
  readonly overlap: Overlap
  readonly purpose: Piece['purpose']
}

export const FREE: Expected = { kind: 'free' }

export function expectedOf(script: Script, item: Item): Expected {
  const wording = wordingOf(script, item)
  const carried = wording.carrier === undefined ? {} : { carrier: wording.carrier }
  switch (item.kind) {
    case 'number':
      return { kind: 'number', min: item.min ?? 0, max: item.max ?? 10, ...carried, ...zeroOf(wording) }
    case 'yes-no':
    case 'remarks':
      return { kind: 'yes-no', ...carried }
    case 'temperature':
      return { kind: 'temperature', ...carried }
    case 'choice': {
      const said = Object.entries(wording.options ?? {}).map(([code, option]) => ({ code, words: [option.said] }))
      return { kind: 'choice', options: said, ...carried }
    }
    case 'free':
      return FREE
  }
}

const zeroOf = ({ words }: ReturnType<typeof wordingOf>): { zero?: readonly string[] } =>
  words?.zero === undefined ? {} : { zero: words.zero }

/** What an item's own words and thresholds mean in an answer to it. */
export function wordsOf(script: Script, item: Item): ItemWords {
  const { words, options = {} } = wordingOf(script, item)
  const { temperatureFrom, kilosFrom } = item
  const phrases = Object.entries(options).map(([code, { said, words: more }]) => [
    code,
    [script.tongue.plain(said), ...more],
  ])
  return { ...words, temperatureFrom, kilosFrom, options: Object.fromEntries(phrases) as Record<string, string[]> }
}

const wordsFor = (script: Script, state: State, item: Item) =>
  wordingOf(script, item)[state.byCaregiver ? 'caregiver' : 'patient']

/** The sentence by which an answer is remembered and shown to the nurse: the last of the question. */
export const askedAs = (script: Script, state: State, item: Item): string =>
  wordsFor(script, state, item).ask.at(-1) ?? item.linkId

export function itemQuestion(script: Script, state: State, item: Item, invited: boolean): Question {
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

/** A value as it stands in a sentence: a choice by its spoken form. */
export const valueIn = (script: Script, item: Item, value: AnswerValue): string =>
  (typeof value === 'string' ? wordingOf(script, item).options?.[value]?.said : undefined) ??
  script.tongue.valueSaid(value)

/**
 * A guess that can be read back although it alerts for nothing: of a yes or no and of an option only the alerting one has words.
 */
export const isGuessReadBack = (item: Item, value: AnswerValue): boolean =>
  item.kind === 'number' && (item.max ?? 10) <= 10 && Number.isInteger(value)

/** A body is hardly ever so cold, and the recogniser writes "35" for "trente-huit cinq": read back before it counts. */
export const isUnlikely = (item: Item, value: AnswerValue): boolean =>
  item.kind === 'temperature' && (value === 34 || value === 35)

/** What is said of a value before "c'est bien ça ?": as it is read back, or as it was told before its question. */
export function saidBack(script: Script, item: Item, value: AnswerValue, ahead: boolean): readonly string[] {
  const { readBack, confirm } = wordingOf(script, item)
  const told = ahead ? confirmOf(confirm, value) : undefined
  return (told ?? (readBack ? [readBack] : [])).map(text => text.replaceAll('{value}', valueIn(script, item, value)))
}

type Confirm = NonNullable<ReturnType<typeof wordingOf>['confirm']>

/** The wording for a value told before its question; undefined where the question is asked all the same. */
export const confirmOf = (confirm: Confirm | undefined, value: AnswerValue): readonly string[] | undefined =>
  typeof value === 'boolean' ? confirm?.[value ? 'yes' : 'no'] : confirm?.value

export function readBackQuestion(script: Script, state: State, stage: Stage & { name: 'read-back' }): Question {
  const item = itemOf(script, stage.linkId)
  const asked = itemQuestion(script, state, item, false)
  if (stage.asks === 'value') return { ...asked, ask: stage.ahead === true ? asked.ask : asked.rephrase }
  const told = saidBack(script, item, stage.pending.value ?? '', stage.ahead === true)
  const sentences = [...told, ...script.common.confirm]
  return {
    ...asked,
    ask: sentences,
    rephrase: sentences,
    keypad: script.common.yesNoKeypad,
    expected: { kind: 'yes-no', carrier: script.common.yesNoCarrier },
    purpose: 'read-back',
  }
}
