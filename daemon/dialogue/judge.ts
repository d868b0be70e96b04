import type { Hearing } from '../domain/expected.js'
import { type Ms, ms } from '../domain/units.js'
import { dangerHeard } from './danger.js'
import { wordsOf } from './item-question.js'
import type { Judgement } from './port.js'
import { questionOf } from './question.js'
import { itemOf, type Script } from './script.js'
import type { State } from './state.js'
import type { Tongue } from './tongue.js'

/** After a first digit of two: a 1 on a scale may become 10 (CLINICAL.md, Keypad). */
const SECOND_DIGIT_MS = ms(1500)
/** Between the digits of a date: people look them up. */
const NEXT_DIGIT_MS = ms(4000)
const NO_WAIT = ms(0)

/** Whether what was heard is a whole answer to the question at hand: decides how long the end of a turn is waited for. */
export function judgeHearing(script: Script, state: State, hearing: Hearing): Judgement {
  const { tongue } = script
  const expected = questionOf(script, state, state.stage)?.expected
  const free = !expected || expected.kind === 'free'
  if (tongue.plain(hearing.text) === '' && !free) return hearing.sure === true ? 'complete' : 'hesitating'
  if (free || expected.kind === 'choice') return judgeFree(tongue, hearing)
  if (tongue.isHesitating(hearing.text)) return 'searching'
  if (expected.kind === 'date') {
    const nowYear = Number(state.context.nowLocal.slice(0, 4)) || 2100
    const isDate = hearing.sure === true || tongue.readBirthDates(hearing.text, nowYear).length > 0
    return isDate ? 'complete' : 'hesitating'
  }
  const words = state.stage.name === 'item' ? wordsOf(script, itemOf(script, state.stage.linkId)) : {}
  const meaning = tongue.interpret(hearing, expected, words)
  const remarks = state.stage.name === 'item' && itemOf(script, state.stage.linkId).kind === 'remarks'
  if (meaning && !meaning.doubtful && !(remarks && meaning.value === true)) return 'complete'
  // A closed question without its answer: somebody who says something else has finished, anybody else is still looking for it.
  return meaning || remarks || dangerHeard(script, hearing) || saysSomethingElse(tongue, hearing.text)
    ? 'open'
    : 'hesitating'
}

const saysSomethingElse = (tongue: Tongue, text: string): boolean =>
  tongue.findRequest(text) !== null ||
  tongue.readCallee(text) !== null ||
  tongue.saysNotKnown(text) ||
  tongue.refusesToAnswer(text)

/**
 * In free speech, below this the recogniser's last word is its own: of 429 answers that were whole, 12 came back ending in "c'est", "la", "du" or "…"
 * ("six", "sept", "neuf"), 10 of them less sure than this.
 */
const BELIEVED = 0.45

/** "C'est" and "n'où" are two, as they are folded. */
const MOST_OF_A_WORD = 2

const isSearching = (tongue: Tongue, hearing: Hearing): boolean =>
  endsInFiller(tongue, hearing) || (hearing.confidence >= BELIEVED && tongue.isHesitating(hearing.text))

/** In its first reading, or in most of the others: "Ben." comes back as "then", "c'est difficile" as "stadifficile". */
const endsInFiller = (tongue: Tongue, { text, alternatives = [] }: Hearing): boolean =>
  tongue.endsInFiller(text) || mostOf(alternatives, reading => tongue.endsInFiller(reading))

/**
 * What was read a second time and came out whole in most readings is no clause that goes on: "pas vraiment." came back as "t'as
 * vraiment…", "la poitrine." as "la poitrie là". Whoever searches for words does so in most of them.
 */
const isWholeElsewhere = (tongue: Tongue, hearing: Hearing): boolean =>
  !endsInFiller(tongue, hearing) && mostOf(hearing.alternatives ?? [], reading => !tongue.isHesitating(reading))

const mostOf = (readings: readonly string[], holds: (reading: string) => boolean): boolean =>
  readings.filter(holds).length * 2 > readings.length

/**
 * Free speech: a sentence that the recogniser closed is finished, unless it ends in a word that asks for more. A sound without
 * a word is waited for no longer than other speech: whoever goes on does so over our "pardon", which stops at once.
 */
export const judgeFree = (tongue: Tongue, hearing: Hearing): Judgement => {
  if (isWholeElsewhere(tongue, hearing)) return tongue.isHesitating(hearing.text) ? 'open' : closedOrOpen(hearing)
  if (isSearching(tongue, hearing)) return 'searching'
  // Half a sentence of a weak voice is waited for, half a word alone ("la", "du", "c'est") no longer than other speech.
  if (tongue.isHesitating(hearing.text))
    return tongue.plain(hearing.text).split(' ').length > MOST_OF_A_WORD ? 'hesitating' : 'open'
  return closedOrOpen(hearing)
}

const closedOrOpen = ({ text }: Hearing): Judgement => (/(?<!\.\.)[.!?»"]\s*$/.test(text) ? 'finished' : 'open')

/** Whether keys so far are a whole entry, and how long to wait for one more. */
export function judgeKeys(script: Script, state: State, keys: string): { complete: boolean; waitMs: Ms } {
  const whole = { complete: true, waitMs: NO_WAIT }
  if (keys === '') return { complete: false, waitMs: NEXT_DIGIT_MS }
  if (keys.endsWith('#')) return whole
  const expected = questionOf(script, state, state.stage)?.expected
  switch (expected?.kind) {
    case 'number':
      return keys === '1' && expected.max >= 10 ? { complete: false, waitMs: SECOND_DIGIT_MS } : whole
    case 'date':
      return keys.length >= 8 ? whole : { complete: false, waitMs: NEXT_DIGIT_MS }
    case 'temperature':
      return keys.replace('*', '').length >= 3 ? whole : { complete: false, waitMs: NEXT_DIGIT_MS }
    case 'yes-no':
    case 'choice':
    case 'free':
    case undefined:
      return whole
  }
}
