import { z } from 'zod'
import type { Stay } from '../../domain/discharge.js'
import { Failure } from '../../domain/failure.js'

/** One code, or several; a star at the end stands for any ending. */
const codes = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
  .transform(one => (typeof one === 'string' ? [one] : one))
/** A protocol's id, or "none": such a stay is not followed up. */
const choice = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'a protocol is lower-case words joined by hyphens')

/** Which discharge is followed up by which protocol: the file of HELLOJADE_PROTOCOL_RULES. */
export const rulesSchema = z.strictObject({
  /** Where a discharge names no site. */
  site: z.string().min(1).optional(),
  /** By the code that the hospital writes; a ward that is not here is refused. Without this list every ward is taken under its code. */
  wards: z
    .record(z.string().min(1), z.strictObject({ name: z.string().min(1), site: z.string().min(1).optional() }))
    .optional(),
  /** The first that fits is taken; all that it names must fit. */
  rules: z
    .array(
      z.strictObject({
        when: z
          .strictObject({
            ward: codes.optional(),
            site: codes.optional(),
            procedure: codes.optional(),
            diagnosis: codes.optional(),
            /** Inpatient, outpatient … (HL7 table 0004). */
            kind: codes.optional(),
            /** Where the patient went (HL7 table 0112). */
            disposition: codes.optional(),
          })
          .refine(when => Object.values(when).some(Boolean), 'a rule names at least one thing'),
        protocol: choice,
      }),
    )
    .default([]),
  /** Where no rule fits; without it such a discharge is refused. */
  default: choice.optional(),
  /** Dispositions that say that the patient died. */
  deceased: z.array(z.string().min(1)).default([]),
})
export type Rules = z.output<typeof rulesSchema>

/** Without a file: every ward, one protocol. */
export const EVERY_WARD: Rules = { rules: [], default: 'general-follow-up', deceased: [] }

/** What the rules make of a stay; no protocol where it is not followed up. */
export interface Ruled {
  readonly site: string
  readonly ward: string
  readonly protocol: string | undefined
}

/** Throws Failure discharge/ward, discharge/rule. */
export function applyRules(rules: Rules, stay: Stay, usualSite: string): Ruled {
  const ward = wardOf(rules, stay.ward)
  if (ward === undefined) throw new Failure('discharge/ward', { ward: shown(stay.ward) })
  const site = ward.site ?? stay.site ?? rules.site ?? usualSite
  const protocol = stay.protocol ?? chosen(rules, { ...stay, site })
  if (protocol === undefined) throw new Failure('discharge/rule', { ward: shown(stay.ward) })
  return { site, ward: ward.name, protocol: protocol === 'none' ? undefined : protocol }
}

/** Every protocol that a file of rules names, with where it stands in it. */
export const namedIn = (
  rules: Rules,
): readonly { readonly protocol: string; readonly path: readonly (string | number)[] }[] => [
  ...rules.rules.map(({ protocol }, at) => ({ protocol, path: ['rules', at, 'protocol'] })),
  ...(rules.default === undefined ? [] : [{ protocol: rules.default, path: ['default'] }]),
]

export const saysDead = ({ deceased }: Rules, { disposition }: Stay): boolean =>
  disposition !== undefined && fits(deceased, [disposition])

function wardOf(
  { wards }: Rules,
  code: string,
): { readonly name: string; readonly site?: string | undefined } | undefined {
  if (wards === undefined) return { name: code }
  const known = Object.entries(wards).find(([key]) => key.toUpperCase() === code.toUpperCase())
  return known?.[1]
}

function chosen({ rules, default: fallback }: Rules, stay: Stay): string | undefined {
  const found = rules.find(
    ({ when }) =>
      fits(when.ward, [stay.ward]) &&
      fits(when.site, [stay.site]) &&
      fits(when.procedure, stay.procedures) &&
      fits(when.diagnosis, stay.diagnoses) &&
      fits(when.kind, [stay.kind]) &&
      fits(when.disposition, [stay.disposition]),
  )
  return found?.protocol ?? fallback
}

/** Codes are compared without case, for systems differ. */
function fits(wanted: readonly string[] | undefined, told: readonly (string | undefined)[] = []): boolean {
  if (wanted === undefined) return true
  return wanted.some(pattern => {
    const code = pattern.toUpperCase()
    return told.some(one => {
      const other = one?.toUpperCase()
      return code.endsWith('*') ? other?.startsWith(code.slice(0, -1)) : other === code
    })
  })
}

/** A ward's code as it may stand in an error; what looks like none may be anything. */
const shown = (ward: string): string => (/^[\p{L}\p{N}._ -]{1,30}$/u.test(ward) ? ward : '?')
