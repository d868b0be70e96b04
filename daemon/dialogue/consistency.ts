import type { z } from 'zod'
import { type Answered, type Condition, conditionsOf } from './condition.js'
import type { Item, Protocol } from './schema.js'

type Wrong = (message: string, ...path: (string | number)[]) => void

/** What no single field shows: names that must exist, wordings that a rule needs, comparisons that fit the kind of item. */
export function checkProtocol(protocol: Protocol, check: z.RefinementCtx<Protocol>): void {
  const items = new Map(protocol.items.map(item => [item.linkId, item]))
  const issue = (message: string, path: (string | number)[]) => check.addIssue({ code: 'custom', message, path })
  const earlier = new Set<string>()
  protocol.items.forEach((item, at) => {
    const wrong: Wrong = (message, ...path) => issue(message, ['items', at, ...path])
    if (earlier.has(item.linkId)) wrong(`the linkId ${item.linkId} is used twice`, 'linkId')
    checkBranch(item, earlier, items, wrong)
    checkRules(item, protocol, wrong)
    checkKind(item, wrong)
    for (const other of item.alsoHears ?? []) if (!items.has(other)) wrong(`${other} is not an item`, 'alsoHears')
    earlier.add(item.linkId)
  })
  protocol.rules.forEach((rule, at) => {
    for (const [place, one] of rule.all.entries()) {
      const wrong: Wrong = message => issue(message, ['rules', at, 'all', place])
      const item = items.get(one.linkId)
      if (!item) wrong(`${one.linkId} is not an item`)
      else if (!fits(item, one)) wrong(misfit(item))
    }
  })
}

function checkBranch(item: Item, earlier: ReadonlySet<string>, items: ReadonlyMap<string, Item>, wrong: Wrong): void {
  if (!item.onlyIf) return
  for (const condition of conditionsOf(item.onlyIf)) {
    const asked = items.get(condition.linkId)
    if (!earlier.has(condition.linkId) || !asked)
      wrong(`${condition.linkId} is not asked before ${item.linkId}`, 'onlyIf')
    else if (!fits(asked, condition)) wrong(misfit(asked), 'onlyIf')
  }
  const any = 'any' in item.onlyIf ? item.onlyIf.any : []
  if (any.some(condition => Object.keys(condition).length > 2))
    wrong('under "any" each condition compares one thing', 'onlyIf', 'any')
}

function checkRules(item: Item, protocol: Protocol, wrong: Wrong): void {
  const crossed = protocol.rules.some(rule => rule.all.some(one => one.linkId === item.linkId))
  for (const [language, wording] of Object.entries(item.wording))
    if (
      (item.alerts.length > 0 || crossed) &&
      wording &&
      !wording.readBack &&
      item.kind !== 'free' &&
      item.kind !== 'remarks'
    )
      wrong('an item with alerts needs the wording readBack', 'wording', language)
  item.alerts.forEach((alert, at) => {
    if (!fits(item, alert.when)) wrong(misfit(item), 'alerts', at, 'when')
  })
  item.score.forEach((rule, at) => {
    if (!fits(item, rule.when)) wrong(misfit(item), 'score', at, 'when')
  })
}

function checkKind(item: Item, wrong: Wrong): void {
  if (item.kind === 'number' && (item.min === undefined || item.max === undefined))
    wrong('a number needs min and max', 'min')
  if (item.kind === 'choice') checkOptions(item, wrong)
  else if (item.options) wrong('only a choice has options', 'options')
  if (item.kilosFrom !== undefined && item.kind !== 'yes-no') wrong('only a yes-no has kilosFrom', 'kilosFrom')
  if (item.signs && item.kind !== 'yes-no') wrong('only a yes-no has signs', 'signs')
  for (const [language, wording] of Object.entries(item.wording)) {
    if (!wording) continue
    if (['number', 'temperature', 'choice'].includes(item.kind) && !wording.keypad)
      wrong('a number, temperature or choice needs the wording keypad', 'wording', language)
    for (const code of item.options?.map(option => option.code) ?? [])
      if (!wording.options?.[code]) wrong(`the option ${code} has no wording`, 'wording', language)
    for (const code of Object.keys(wording.options ?? {}))
      if (!item.options?.some(option => option.code === code))
        wrong(`${code} is not an option`, 'wording', language, 'options', code)
    if (wording.confirm && !wording.words?.topic)
      wrong('an answer told earlier is known by the words topic', 'wording', language, 'confirm')
  }
}

function checkOptions(item: Item, wrong: Wrong): void {
  const options = item.options ?? []
  if (options.length < 2) wrong('a choice needs two options or more', 'options')
  options.forEach((option, at) => {
    if (options.findIndex(other => other.code === option.code) < at)
      wrong(`the option ${option.code} is used twice`, 'options', at)
    if (options.findIndex(other => other.key === option.key) < at)
      wrong(`the key ${option.key} is used twice`, 'options', at)
  })
}

/** Whether a condition can ever hold of the item's values. */
function fits(item: Item, when: Condition | Answered): boolean {
  const numbers = [when.above, when.atLeast, when.below, when.atMost].some(limit => limit !== undefined)
  const numeric = item.kind === 'number' || item.kind === 'temperature'
  if (numbers && !numeric) return false
  const codes = [when.is, when.isNot].filter(value => typeof value === 'string')
  if (codes.length > 0 && !codes.every(code => item.options?.some(option => option.code === code))) return false
  return typeof when.is !== 'boolean' || item.kind === 'yes-no'
}

const COMPARABLE: Readonly<Record<Item['kind'], string>> = {
  number: 'above, atLeast, below, atMost or given',
  temperature: 'above, atLeast, below, atMost or given',
  'yes-no': 'is true, is false or given',
  remarks: 'given',
  choice: 'is or isNot with one of its options, or given',
  free: 'given',
}
const misfit = (item: Item): string => `${item.linkId} is a ${item.kind}: compare it with ${COMPARABLE[item.kind]}`
