import { type Answered, type Branch, type Condition, conditionsOf } from '../dialogue/condition.js'
import type { Item, Protocol } from '../dialogue/schema.js'
import type { Language } from '../domain/expected.js'

/** A questionnaire as a nurse reads it: each question with its branch, its alerts and its keys. */
export function protocolShown(protocol: Protocol, language: Language): string {
  const items = protocol.items.map((item, at) => itemShown(item, at + 1, language).join('\n'))
  const rules = protocol.rules.map(
    rule => `  ! ${rule.rule} (${rule.urgency}) si ${rule.all.map(answeredShown).join(' et ')}`,
  )
  return [
    `${protocol.id} ${protocol.version}`,
    ...items,
    ...(rules.length > 0 ? ['Règles sur plusieurs réponses', rules.join('\n')] : []),
    ...(protocol.score ? [scoreShown(protocol.score)] : []),
  ].join('\n\n')
}

function itemShown(item: Item, number: number, language: Language): readonly string[] {
  const wording = item.wording[language]
  const options = item.options?.map(({ code, key }) => `${key} ${wording?.options?.[code]?.said ?? code} (${code})`)
  return [
    `${number}. ${item.linkId} (${item.kind}${item.kind === 'number' ? ` ${item.min}–${item.max}` : ''}, ${item.thinkMs / 1000} s)`,
    ...(item.onlyIf ? [`   seulement si ${branchShown(item.onlyIf)}`] : []),
    ...(wording ? [] : [`   (pas de texte en ${language})`]),
    ...(wording?.patient.ask ?? []).map(sentence => `   « ${sentence} »`),
    ...(wording ? [`   plus court : « ${wording.patient.rephrase.join(' ')} »`] : []),
    ...(wording ? [`   à un proche : « ${wording.caregiver.ask.at(-1)} »`] : []),
    ...(options ? [`   réponses : ${options.join(', ')}`] : []),
    ...item.alerts.map(
      alert =>
        `   ! ${alert.rule} (${alert.urgency}) si ${conditionShown(alert.when)}${alert.task ? `, tâche ${alert.task}` : ''}`,
    ),
    ...item.score.map(rule => `   − ${rule.points} points si ${conditionShown(rule.when)}`),
  ]
}

const branchShown = (branch: Branch): string =>
  conditionsOf(branch)
    .map(answeredShown)
    .join('any' in branch ? ' ou ' : ' et ')

const answeredShown = ({ linkId, ...when }: Answered): string => `${linkId} ${conditionShown(when)}`

function conditionShown(when: Condition): string {
  const said = (value: boolean | string): string => (value === true ? 'oui' : value === false ? 'non' : value)
  return [
    ...(when.is === undefined ? [] : [`= ${said(when.is)}`]),
    ...(when.isNot === undefined ? [] : [`≠ ${when.isNot}`]),
    ...(when.given === undefined ? [] : ['donnée']),
    ...(when.above === undefined ? [] : [`> ${when.above}`]),
    ...(when.atLeast === undefined ? [] : [`≥ ${when.atLeast}`]),
    ...(when.below === undefined ? [] : [`< ${when.below}`]),
    ...(when.atMost === undefined ? [] : [`≤ ${when.atMost}`]),
  ].join(' et ')
}

function scoreShown(score: NonNullable<Protocol['score']>): string {
  const bands = score.bands.map(({ atLeast, band }) => `≥ ${atLeast} ${band}`).join(', ')
  const alerts = score.alerts.map(({ rule, urgency, atMost }) => `  ! ${rule} (${urgency}) si ≤ ${atMost}`)
  return [
    `Score : ${score.from} − points, − ${score.urgentWordPoints} pour un signe de danger ; ${bands}`,
    ...alerts,
  ].join('\n')
}
