import { z } from 'zod'
import type { AnswerValue, LinkId } from '../domain/outcome.js'

const comparisons = {
  /** true or false of a yes-no question, or the code of a choice. */
  is: z.union([z.boolean(), z.string()]).optional(),
  /** Any other code of a choice. */
  isNot: z.string().optional(),
  /** Something was told: a text, or an answer of any kind. */
  given: z.literal(true).optional(),
  above: z.number().optional(),
  atLeast: z.number().optional(),
  below: z.number().optional(),
  atMost: z.number().optional(),
}
const COMPARES = `a condition compares something: ${Object.keys(comparisons).join(', ')}`
const compares = (given: object): boolean => Object.keys(given).some(key => key in comparisons)

/** When a rule applies to a value: every given comparison must hold. */
export const conditionSchema = z.strictObject(comparisons).refine(compares, COMPARES)
export type Condition = z.infer<typeof conditionSchema>

/** The same of an earlier item's value. */
export const answeredSchema = z
  .strictObject({ linkId: z.string().min(1, 'a condition names an item'), ...comparisons })
  .refine(compares, COMPARES)
export type Answered = z.infer<typeof answeredSchema>

/** When an item is asked: one condition, all of several, or any of several. */
export const branchSchema = z.union([
  answeredSchema,
  z.strictObject({ all: z.array(answeredSchema).min(2) }),
  z.strictObject({ any: z.array(answeredSchema).min(2) }),
])
export type Branch = z.infer<typeof branchSchema>

/** The conditions of a branch, whichever way it is written. */
export const conditionsOf = (branch: Branch): readonly Answered[] => {
  if ('all' in branch) return branch.all
  return 'any' in branch ? branch.any : [branch]
}

/** Whether a value meets a condition; an absent value meets none. */
export function meets(value: AnswerValue | undefined, when: Condition): boolean {
  if (value === undefined || value === '') return false
  if (when.given === true && value === false) return false
  if (when.is !== undefined && value !== when.is) return false
  if (when.isNot !== undefined && value === when.isNot) return false
  const limits = [when.above, when.atLeast, when.below, when.atMost]
  if (limits.every(limit => limit === undefined)) return true
  if (typeof value !== 'number') return false
  return (
    (when.above === undefined || value > when.above) &&
    (when.atLeast === undefined || value >= when.atLeast) &&
    (when.below === undefined || value < when.below) &&
    (when.atMost === undefined || value <= when.atMost)
  )
}

/** Whether a branch is taken, by the values of the items so far. */
export function isTaken(branch: Branch | undefined, answered: (linkId: LinkId) => AnswerValue | undefined): boolean {
  if (branch === undefined) return true
  const holds = ({ linkId, ...when }: Answered): boolean => meets(answered(linkId), when)
  return 'any' in branch ? branch.any.some(holds) : conditionsOf(branch).every(holds)
}
