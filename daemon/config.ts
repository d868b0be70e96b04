import { resolve } from 'node:path'
import { z } from 'zod'
import { DISCHARGE_SETTINGS } from './config-discharges.js'
import { KEEPING_SETTINGS, keepingFault } from './config-keeping.js'
import { ORACLE_ENVIRONMENT, oracleOptions } from './config-oracle.js'
import type { Language } from './domain/expected.js'
import { Failure } from './domain/failure.js'
import { homeFolder } from './paths.js'
import type { OracleOptions } from './store/oracle/pool.js'

const port = z.coerce.number().int().min(0).max(65_535)

/** "20000-20099" */
const portRange = z
  .string()
  .regex(/^\d{1,5}-\d{1,5}$/, 'is two ports, "20000-20099"')
  .transform(text => {
    const [first = 0, last = 0] = text.split('-').map(Number)
    return { first, last }
  })
  .refine(
    ({ first, last }) => first >= 1024 && first <= last && last <= 65_535,
    'is two ports from 1024 to 65535, the lower first',
  )

const hours = z.string().min(3).max(80).optional()

/** Where none is given in any language. With one given, a language without its own leaves the sentence out: these may be wrong. */
const USUAL_HOURS = {
  fr: 'du lundi au vendredi, de neuf heures à dix-neuf heures',
  nl: 'van maandag tot vrijdag, van negen tot negentien uur',
  en: 'from Monday to Friday, from nine in the morning to seven in the evening',
} as const

/** "09:00-19:00" */
const dayHours = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, 'is two times, "09:00-19:00"')
  .refine(text => text.slice(0, 5) < text.slice(6), 'begins before it ends')

/** Every setting the daemon reads from its environment, with its default: one place, checked at once. */
const Environment = z.object({
  /** `demonstration` or `asterisk`; asterisk when ARI_URL is given. */
  HELLOJADE_LINE: z.enum(['demonstration', 'asterisk']).optional(),
  HELLOJADE_PORT: port.default(5000),
  /** Where RTP is received; default any ports that the system gives. */
  HELLOJADE_RTP_PORTS: portRange.optional(),
  HELLOJADE_LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  HELLOJADE_HOSPITAL: z.string().min(1).default("l'hôpital EpiCURA"),
  HELLOJADE_SWITCHBOARD: z.string().min(3).default('065 76 91 11'),
  HELLOJADE_WARD_NUMBER: z.string().min(3).default('065 76 91 12'),
  /** When people answer the phone, as it is said behind "Nous répondons" to who calls us; see {@link USUAL_HOURS}. */
  HELLOJADE_HOURS: hours,
  /** The same behind "Wij antwoorden", and behind "We answer". */
  HELLOJADE_HOURS_NL: hours,
  HELLOJADE_HOURS_EN: hours,
  /** Calls at once; who calls beyond them hears that all lines are busy. */
  HELLOJADE_MOST_CALLS: z.coerce.number().int().min(1).max(1000).default(10),
  /** Nurses' numbers in the order in which they are rung, with commas between them. */
  HELLOJADE_NURSES: z
    .string()
    .transform(text => text.split(',').map(number => number.trim()))
    .pipe(z.array(z.string().regex(/^\+?[0-9A-Za-z][0-9A-Za-z_.-]*$/, 'is a list of numbers, "6501,6502"')))
    .default([]),
  /** Nobody has taken a transfer by then: the patient hears whom else to call. */
  HELLOJADE_TRANSFER_MS: z.coerce.number().int().min(5000).max(120_000).default(30_000),
  /** When a nurse is offered to who asks for a person, "07:00-21:00"; an emergency rings at any hour. */
  HELLOJADE_NURSE_HOURS: z
    .string()
    .regex(/^\d\d:\d\d-\d\d:\d\d$/, 'is two times, "07:00-21:00"')
    .default('07:00-21:00'),
  /** The language in which nurses are spoken to; default what the daemon speaks first. */
  HELLOJADE_NURSE_LANGUAGE: z.enum(['fr', 'nl', 'en']).optional(),
  /** When patients are rung, "09:00-19:00", Monday to Friday; no call begins that could last beyond. */
  HELLOJADE_CALL_HOURS: dayHours.default('09:00-19:00'),
  /** For protocols that open Saturday; default the same. */
  HELLOJADE_SATURDAY_HOURS: dayHours.optional(),
  /** Whose public holidays are kept: a country, or a region of it ("BE", "LU", "FR-MQ"). */
  HELLOJADE_HOLIDAYS: z
    .string()
    .regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'is a country, "BE"')
    .default('BE'),
  /** Further dates on which nobody is rung, with commas between them. */
  HELLOJADE_CLOSED_DAYS: z
    .string()
    .transform(text => text.split(',').map(date => date.trim()))
    .pipe(z.array(z.iso.date('is a list of dates, "2026-12-24,2026-12-31"')))
    .default([]),
  /** Of HELLOJADE_MOST_CALLS, kept free for patients who call. */
  HELLOJADE_KEPT_CALLS: z.coerce.number().int().min(0).max(1000).default(2),
  /** The trunk's name: daemons of one name share its channels, through Redis. */
  HELLOJADE_TRUNK: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,40}$/)
    .default('trunk'),
  /** Calls that the trunk carries at once; default HELLOJADE_MOST_CALLS. */
  HELLOJADE_TRUNK_CHANNELS: z.coerce.number().int().min(1).max(10_000).optional(),
  /** Calls at once for each nurse who can take a transfer; without HELLOJADE_NURSES nothing is bounded by it. */
  HELLOJADE_CALLS_PER_NURSE: z.coerce.number().int().min(1).max(1000).default(10),
  /** Calls begun in a minute at most. */
  HELLOJADE_STARTS_PER_MINUTE: z.coerce.number().min(1).max(60_000).default(30),
  /** Many daemons: hands out the calls that are due. Without it the database does. */
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  ...DISCHARGE_SETTINGS,
  WHISPER_MODEL: z.string().optional(),
  /** Recognitions at once, one thread and 100 to 200 MB each; default all cores but one, two at least and eight at most. */
  HELLOJADE_RECOGNITIONS: z.coerce.number().int().min(1).max(64).optional(),
  PIPER_MODEL_PATH: z.string().optional(),
  ARI_URL: z.url({ protocol: /^https?$/ }).optional(),
  ARI_USER: z.string().min(1).default('hellojade'),
  ARI_PASSWORD: z.string().min(1).optional(),
  ARI_APP: z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/)
    .default('hellojade'),
  /** Where Asterisk dials: {number} is replaced. */
  ARI_ENDPOINT: z.string().includes('{number}').default('PJSIP/{number}@trunk'),
  /** Where a nurse's number is dialled, if not where patients are. */
  ARI_NURSE_ENDPOINT: z.string().includes('{number}').optional(),
  ARI_CALLER_ID: z.string().optional(),
  ARI_CODEC: z.enum(['alaw', 'ulaw']).default('alaw'),
  ...KEEPING_SETTINGS,
  ...ORACLE_ENVIRONMENT,
})

export type Settings = z.infer<typeof Environment>

export interface Config {
  readonly settings: Settings
  /** The hospital's Oracle; without it the records are in one file of `home`. */
  readonly oracle?: OracleOptions
  readonly line: 'demonstration' | 'asterisk'
  readonly folders: {
    readonly home: string
    readonly models: string
    readonly prompts: string
    readonly recordings: string
  }
  readonly hospital: {
    readonly name: string
    readonly switchboard: string
    readonly wardNumber: string
    /** By language, where there are any. */
    readonly hours: Partial<Readonly<Record<Language, string>>>
  }
}

/** A call has a port of its own, and so has the nurse who is rung for it. */
const PORTS_A_CALL = 2

/** Reads and checks the whole environment; every mistake is in one Failure config/invalid. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = Environment.safeParse(present)
  if (!parsed.success) {
    const reasons = parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`).join('; ')
    throw new Failure('config/invalid', { reasons })
  }
  const settings = parsed.data
  const keeping = keepingFault(settings)
  if (keeping !== undefined) throw new Failure('config/invalid', { reasons: keeping })
  const { HELLOJADE_RTP_PORTS: ports, HELLOJADE_MOST_CALLS: mostCalls } = settings
  if (ports !== undefined && ports.last - ports.first + 1 < PORTS_A_CALL * mostCalls) {
    const needed = `${PORTS_A_CALL * mostCalls} ports for ${mostCalls} calls (HELLOJADE_MOST_CALLS)`
    throw new Failure('config/invalid', { reasons: `HELLOJADE_RTP_PORTS: holds fewer than ${needed}` })
  }
  const line = settings.HELLOJADE_LINE ?? (settings.ARI_URL === undefined ? 'demonstration' : 'asterisk')
  if (line === 'asterisk' && (settings.ARI_URL === undefined || settings.ARI_PASSWORD === undefined))
    throw new Failure('config/invalid', { reasons: 'ARI_URL and ARI_PASSWORD are needed on the asterisk line' })
  const home = homeFolder()
  const oracle = oracleOptions(settings)
  return {
    settings,
    line,
    ...(oracle && { oracle }),
    folders: {
      home,
      models: resolve(home, 'models'),
      prompts: resolve(home, 'prompts'),
      recordings: resolve(home, 'recordings'),
    },
    hospital: {
      name: settings.HELLOJADE_HOSPITAL,
      switchboard: settings.HELLOJADE_SWITCHBOARD,
      wardNumber: settings.HELLOJADE_WARD_NUMBER,
      hours: hoursIn(settings),
    },
  }
}

function hoursIn(settings: Settings): Config['hospital']['hours'] {
  const { HELLOJADE_HOURS: fr, HELLOJADE_HOURS_NL: nl, HELLOJADE_HOURS_EN: en } = settings
  if (fr === undefined && nl === undefined && en === undefined) return USUAL_HOURS
  return {
    ...(fr === undefined ? {} : { fr }),
    ...(nl === undefined ? {} : { nl }),
    ...(en === undefined ? {} : { en }),
  }
}
