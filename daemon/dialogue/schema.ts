import { z } from 'zod'
import { ALERT_RULES, URGENCIES } from '../domain/outcome.js'
import { callsBlock } from './calls-block.js'
import { answeredSchema, branchSchema, conditionSchema } from './condition.js'
import { checkProtocol } from './consistency.js'
import { SIGN_LISTS, type SignList } from './tongue.js'

const sentence = z.string().min(2).max(110, 'a sentence is at most 110 characters: a listener keeps no more')
const sentences = z.array(sentence).min(1)
const thinkMs = z.number().int().min(3000).max(60_000)
const linkId = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'a name is lower-case words joined by hyphens')

const spoken = z.strictObject({ ask: sentences, rephrase: sentences })

const wording = z.strictObject({
  patient: spoken,
  /** Third person; both parts, so that no fallback loses it. */
  caregiver: spoken,
  keypad: sentences.optional(),
  invite: sentences.optional(),
  readBack: sentence.optional(),
  /** Said instead of the question when the answer was told earlier, before "c'est bien ça ?"; without one it is asked all the same. */
  confirm: z
    .strictObject({ yes: sentences.optional(), no: sentences.optional(), value: sentences.optional() })
    .optional(),
  /** Of a choice, by code: how it is said, and the folded phrases that mean it besides. */
  options: z.record(z.string(), z.strictObject({ said: z.string().min(1), words: z.array(z.string()) })).optional(),
  carrier: z.string().optional(),
  /** Folded phrases (no accents, no apostrophes) that mean something for this item only. */
  words: z
    .strictObject({
      /** One of these must stand beside an answer that is told before its question. */
      topic: z.array(z.string()).optional(),
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
  kind: z.enum(['number', 'yes-no', 'choice', 'temperature', 'free', 'remarks']),
  min: z.number().int().optional(),
  max: z.number().int().optional(),
  thinkMs,
  /** Of a choice: its codes and the keys that pick them. */
  options: z.array(z.strictObject({ code: linkId, key: z.string().regex(/^[0-9]$/, 'a key is one digit') })).optional(),
  onlyIf: branchSchema.optional(),
  /** A temperature from here on, told in reply to a yes/no question, is a yes. */
  temperatureFrom: z.number().optional(),
  /** So many kilos or more, told in reply to a yes/no question, are a yes. */
  kilosFrom: z.number().optional(),
  /** Later items that an answer to this one may hold. */
  alsoHears: z.array(linkId).optional(),
  /** On a yes-no: danger signs that say the same; one that the patient has confirmed is a yes that is neither asked nor read back. */
  signs: z.array(z.enum(SIGN_LISTS.urgent)).min(1).optional(),
  alerts: z
    .array(
      z.strictObject({
        rule: z.enum(ALERT_RULES),
        urgency: z.enum(URGENCIES),
        when: conditionSchema,
        /** Given to a nurse together with the alert. */
        task: z.literal('callback').optional(),
      }),
    )
    .default([]),
  score: z.array(z.strictObject({ when: conditionSchema, points: z.number().positive() })).default([]),
  wording: z.strictObject({ fr: wording, nl: wording.optional(), en: wording.optional() }),
})

const score = z.strictObject({
  from: z.number(),
  urgentWordPoints: z.number(),
  bands: z.array(z.strictObject({ atLeast: z.number(), band: z.string() })).min(1),
  alerts: z.array(z.strictObject({ rule: z.enum(ALERT_RULES), urgency: z.enum(URGENCIES), atMost: z.number() })),
})

/** A rule over several answers. */
const crossed = z.strictObject({
  rule: z.enum(ALERT_RULES),
  urgency: z.enum(URGENCIES),
  all: z.array(answeredSchema).min(2, 'a rule over several answers names two of them or more'),
})

/** The fields of a questionnaire file, each by itself. */
export const protocolShape = z.strictObject({
  id: linkId,
  version: z.string().regex(/^\d+\.\d+\.\d+$/, 'a version is three numbers, "1.0.0"'),
  /** When it is asked: once on the day after the discharge, unless this names other days. */
  calls: callsBlock.optional(),
  items: z.array(item).min(1),
  rules: z.array(crossed).default([]),
  score: score.optional(),
})

/** A questionnaire file: protocols/<id>.yaml. */
export const protocolSchema = protocolShape.superRefine(checkProtocol)

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
  /** What a date of birth completes, in the agent's own voice: whoever's it is. */
  dateCarrier: z.string(),
  thanks: sentences,
  notUnderstood: sentences,
  doubtful: sentences,
  corrected: sentences,
  skipped: sentences,
  takeYourTime: sentences,
  confirm: sentences,
  listening: sentences,
  /** Offers another language, its own name first; a language without an offer is not offered. */
  otherLanguage: z
    .strictObject({
      fr: sentences.optional(),
      nl: sentences.optional(),
      en: sentences.optional(),
      /** While the one that was accepted is got ready. */
      wait: sentences.optional(),
    })
    .optional(),
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
  /** While a nurse is rung; optional, for a language may still lack them. */
  transfer: z
    .strictObject({
      ringing: sentences,
      comfort: sentences,
      accepted: sentences,
      nobody: sentences,
      offer: sentences,
    })
    .optional(),
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

export type Protocol = z.infer<typeof protocolShape>
export type Item = Protocol['items'][number]
export type Wording = z.infer<typeof wording>
export type CrossedRule = Protocol['rules'][number]
export type Common = z.infer<typeof commonSchema>
