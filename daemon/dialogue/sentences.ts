import type { AnswerValue } from '../domain/outcome.js'
import { meets } from './condition.js'
import { confirmOf, isGuessReadBack, isUnlikely, saidBack } from './item-question.js'
import type { CallContext } from './port.js'
import { alerting } from './rules.js'
import type { Item } from './schema.js'
import { forHospital, nameSaid, type Script, wordingOf } from './script.js'

/** Every sentence that `step` can say with this protocol, names aside; a property test holds it against random calls. */
export function everySentence(script: Script, hospital: CallContext['hospital']): readonly string[] {
  const hours = hospital.hours?.[script.tongue.language]
  const texts = [
    ...spoken(script),
    ...script.protocol.items.flatMap(item => [...wordings(script, item), ...readBacks(script, item)]),
  ]
  return [
    ...new Set(
      forHospital(
        texts.filter(text => !text.includes('{name}') && (hours !== undefined || !text.includes('{hours}'))),
        hospital,
        script.tongue,
      ),
    ),
  ]
}

/** The sentences that hold the person's name. */
export function everyNamed(script: Script, context: CallContext): readonly string[] {
  const named = spoken(script).filter(text => text.includes('{name}'))
  return [...new Set(named.map(text => text.replaceAll('{name}', nameSaid(context.person, script.tongue))))]
}

/** What of the common wordings is said: all but the names of the file itself and the carriers. */
const spoken = (script: Script): readonly string[] =>
  strings(Object.entries(script.common).flatMap(([key, part]) => (UNSPOKEN.has(key) ? [] : [part])))

const UNSPOKEN: ReadonlySet<string> = new Set(['language', 'version', 'yesNoCarrier', 'dateCarrier'])

/** All texts of a nested value of wordings. */
function strings(node: unknown): readonly string[] {
  if (typeof node === 'string') return [node]
  if (Array.isArray(node)) return node.flatMap(strings)
  return node && typeof node === 'object' ? Object.values(node).flatMap(strings) : []
}

function wordings(script: Script, item: Item): readonly string[] {
  const { patient, caregiver, keypad = [], invite = [] } = wordingOf(script, item)
  return [...strings(patient), ...strings(caregiver), ...keypad, ...invite]
}

/** The read-back of every value that can be read back (those that alert, and a keyed 1), and of every one told ahead. */
function readBacks(script: Script, item: Item): readonly string[] {
  const { confirm } = wordingOf(script, item)
  const values = valuesOf(item)
  const ahead = values.filter(value => typeof value !== 'number' || Number.isInteger(value))
  return [
    ...values.filter(value => isReadBack(script, item, value)).flatMap(value => saidBack(script, item, value, false)),
    ...ahead.filter(value => confirmOf(confirm, value)).flatMap(value => saidBack(script, item, value, true)),
  ]
}

/** Read back: what alerts, alone or with another answer, a 1 from the keypad, a score that was guessed, what is unlikely. */
const isReadBack = (script: Script, item: Item, value: AnswerValue): boolean =>
  alerting(item, value) ||
  (item.kind === 'number' && value === 1) ||
  isGuessReadBack(item, value) ||
  isUnlikely(item, value) ||
  script.protocol.rules.some(rule => rule.all.some(one => one.linkId === item.linkId && meets(value, one)))

/** Every value that an answer can hold, scales in halves and temperatures in tenths. */
function valuesOf(item: Item): readonly AnswerValue[] {
  const { min = 0, max = 10 } = item
  switch (item.kind) {
    case 'number':
      return Array.from({ length: (max - min) * 2 + 1 }, (_, at) => min + at / 2)
    case 'temperature':
      return Array.from({ length: 81 }, (_, at) => (340 + at) / 10)
    case 'yes-no':
      return [true, false]
    case 'choice':
      return item.options?.map(option => option.code) ?? []
    case 'free':
    case 'remarks':
      return []
  }
}
