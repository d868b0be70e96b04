import { z } from 'zod'
import { ALERT_RULES, URGENCIES } from '../domain/outcome.js'
import { SIGN_LISTS, type SignList } from './tongue.js'

const sentence = z.string().min(2).max(110, 'a sentence is at most 110 characters: a listener keeps no more')
const sentences = z.array(sentence).min(1)
const thinkMs = z.number().int().min(3000).max(60_000)
const linkId = z.string().regex(/^[a-z]+(-[a-z]+)*$/, 'a linkId is lower-case words joined by hyphens')

/** When a rule applies to a value: every given comparison must hold. */
const condition = z
  .strictObject({
    is: z.boolean().optional(),
    above: z.number().optional(),
    atLeast: z.number().optional(),
    below: z.number().optional(),
    atMost: z.number().optional(),
  })
  .refine(given => Object.keys(given).length > 0, 'a condition compares something: is, above, atLeast, below or atMost')

const spoken = z.strictObject({ ask: sentences, rephrase: sentences })

const wording = z.strictObject({
  patient: spoken,
  /** Third person; both parts, so that no fallback loses it. */
  caregiver: spoken,
  keypad: sentences.optional(),
  invite: sentences.optional(),
  readBack: sentence.optional(),
  carrier: z.string().optional(),
  /** Folded phrases (no accents, no apostrophes) that mean something for this item only. */
  words: z
    .strictObject({
      zero: z.array(z.string()).optional(),
      yes: z.array(z.string()).optional(),
      no: z.array(z.string()).optional(),
      notApplicable: z.array(z.string()).optional(),
      notKnown: z.array(z.string()).optional(),
    })
    .optional(),
})

const item = z.strictObject({
  linkId,
  kind: z.enum(['number', 'yes-no', 'temperature', 'free', 'remarks']),
  min: z.number().int().optional(),
  max: z.number().int().optional(),
  thinkMs,
  onlyIf: condition.safeExtend({ linkId }).optional(),
  /** A temperature from here on, told in reply to a yes/no question, is a yes. */
  temperatureFrom: z.number().optional(),
  /** Later items that an answer to this one may hold. */
  alsoHears: z.array(linkId).optional(),
  alerts: z
    .array(z.strictObject({ rule: z.enum(ALERT_RULES), urgency: z.enum(URGENCIES), when: condition }))
    .default([]),
  score: z.array(z.strictObject({ when: condition, points: z.number().positive() })).default([]),
  wording: z.strictObject({ fr: wording, nl: wording.optional(), en: wording.optional() }),
})

const score = z.strictObject({
  from: z.number(),
  urgentWordPoints: z.number(),
  bands: z.array(z.strictObject({ atLeast: z.number(), band: z.string() })).min(1),
  alerts: z.array(z.strictObject({ rule: z.enum(ALERT_RULES), urgency: z.enum(URGENCIES), atMost: z.number() })),
})

/** A questionnaire file: protocols/<id>.yaml. */
export const protocolSchema = z
  .strictObject({
    id: linkId,
    version: z.string().regex(/^\d+\.\d+\.\d+$/, 'a version is three numbers, "1.0.0"'),
    items: z.array(item).min(1),
    score: score.optional(),
  })
  .superRefine((protocol, check) => {
    const earlier = new Set<string>()
    protocol.items.forEach((one, at) => {
      const wrong = (message: string, ...path: (string | number)[]) =>
        check.addIssue({ code: 'custom', message, path: ['items', at, ...path] })
      if (earlier.has(one.linkId)) wrong(`the linkId ${one.linkId} is used twice`, 'linkId')
      if (one.onlyIf && !earlier.has(one.onlyIf.linkId))
        wrong(`${one.onlyIf.linkId} is not asked before ${one.linkId}`, 'onlyIf')
      if (one.kind === 'number' && (one.min === undefined || one.max === undefined))
        wrong('a number needs min and max', 'min')
      for (const [language, worded] of Object.entries(one.wording)) {
        if (!worded) continue
        if (one.alerts.length > 0 && !worded.readBack)
          wrong('an item with alerts needs the wording readBack', 'wording', language)
        if (['number', 'temperature'].includes(one.kind) && !worded.keypad)
          wrong('a number or temperature needs the wording keypad', 'wording', language)
      }
      earlier.add(one.linkId)
    })
    protocol.items.forEach((one, at) => {
      for (const other of one.alsoHears ?? [])
        if (!earlier.has(other))
          check.addIssue({ code: 'custom', message: `${other} is not an item`, path: ['items', at, 'alsoHears'] })
    })
  })

const asked = z.strictObject({ ask: sentences, rephrase: sentences.optional(), thinkMs })
const signTexts = (list: SignList) =>
  z.strictObject(Object.fromEntries(SIGN_LISTS[list].map(name => [name, sentence]))) as z.ZodType<
    Record<string, string>
  >

/** What every call says in one language: protocols/common.<language>.yaml. */
export const commonSchema = z.strictObject({
  language: z.enum(['fr', 'nl', 'en']),
  version: z.string(),
  greeting: sentences,
  voicemail: sentences,
  person: asked,
  handover: asked,
  nearby: asked,
  caregiver: asked,
  betterTime: asked,
  birthDate: asked.safeExtend({ caregiverAsk: sentences, keypad: sentences, wrong: sentences }),
  /** A call that comes in. */
  received: z.strictObject({
    greeting: sentences,
    caller: asked,
    birthDate: sentences,
    resume: sentences,
    message: asked,
    noted: sentences,
    hours: sentences,
    emergency: sentences,
    full: sentences,
    failed: sentences,
  }),
  consent: asked.safeExtend({ yes: sentences, no: sentences }),
  opening: z.strictObject({ patient: sentences, caregiver: sentences }),
  yesNoKeypad: sentences,
  yesNoCarrier: z.string(),
  thanks: sentences,
  notUnderstood: sentences,
  doubtful: sentences,
  corrected: sentences,
  skipped: sentences,
  takeYourTime: sentences,
  confirm: sentences,
  listening: sentences,
  requests: z.strictObject({
    slower: sentences,
    louder: sentences,
    wait: sentences,
    offTopic: sentences,
    advice: sentences,
    offerNurse: sentences,
    wantsTeam: sentences,
    before: z.strictObject({ wantsTeam: sentences }),
    goOn: sentences,
  }),
  endings: z.strictObject({
    goodbye: sentences,
    callBack: sentences,
    later: sentences,
    unavailable: sentences,
    notVerified: sentences,
    refused: sentences,
    optedOut: sentences,
    wrongNumber: sentences,
    deceased: sentences,
    readmitted: sentences,
    silent: sentences,
    failed: sentences,
    tooLong: sentences,
    bye: sentences,
  }),
  closing: z.strictObject({
    thanks: sentences,
    day: sentences,
    night: sentences,
    ward: sentences,
    goodbye: sentences,
  }),
  redFlags: z.strictObject({
    denied: sentences,
    urgentKept: sentences,
    calm: sentences,
    emergency: sentences,
    suicidal: sentences,
    staying: sentences,
    poisoning: sentences,
    emergencySigns: signTexts('emergency'),
    urgentSigns: signTexts('urgent'),
  }),
})

export type Protocol = z.infer<typeof protocolSchema>
export type Item = Protocol['items'][number]
export type Wording = z.infer<typeof wording>
export type Condition = Omit<NonNullable<Item['onlyIf']>, 'linkId'>
export type Common = z.infer<typeof commonSchema>
