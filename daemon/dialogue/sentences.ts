import type { CallContext } from './port.js'
import { alerting } from './rules.js'
import type { Item } from './schema.js'
import { forHospital, nameSaid, type Script, wordingOf } from './script.js'

/** Every sentence that `step` can say with this protocol, names aside; a property test holds it against random calls. */
export function everySentence(script: Script, hospital: CallContext['hospital']): readonly string[] {
  const texts = [
    ...spoken(script),
    ...script.protocol.items.flatMap(item => [...wordings(script, item), ...readBacks(script, item)]),
  ]
  return [
    ...new Set(
      forHospital(
        texts.filter(text => !text.includes('{name}') && (hospital.hours !== undefined || !text.includes('{hours}'))),
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

/** What of the common wordings is said: all but the names of the file itself and the carrier. */
const spoken = (script: Script): readonly string[] =>
  strings(Object.entries(script.common).flatMap(([key, part]) => (UNSPOKEN.has(key) ? [] : [part])))

const UNSPOKEN: ReadonlySet<string> = new Set(['language', 'version', 'yesNoCarrier'])

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

/** The read-back of every value that can be read back: those that alert, and a keyed 1. */
function readBacks(script: Script, item: Item): readonly string[] {
  const { readBack } = wordingOf(script, item)
  if (!readBack) return []
  return readable(item).map(value => readBack.replaceAll('{value}', script.tongue.valueSaid(value)))
}

function readable(item: Item): readonly number[] {
  if (item.kind === 'number') {
    const steps = Array.from(
      { length: ((item.max ?? 10) - (item.min ?? 0)) * 2 + 1 },
      (_, at) => (item.min ?? 0) + at / 2,
    )
    return steps.filter(value => value === 1 || alerting(item, value))
  }
  if (item.kind !== 'temperature') return [0]
  return Array.from({ length: 81 }, (_, at) => (340 + at) / 10).filter(value => alerting(item, value))
}
