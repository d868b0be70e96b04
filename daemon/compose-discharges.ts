import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { CountryCode } from 'libphonenumber-js'
import { readCalls } from './compose-calls.js'
import { hospitalHours } from './compose-schedule.js'
import type { Config } from './config.js'
import { parseTexts } from './dialogue/parse.js'
import { Failure } from './domain/failure.js'
import { createDischarges } from './schedule/discharges/discharges.js'
import { EVERY_WARD, namedIn, type Rules, rulesSchema } from './schedule/discharges/rules.js'
import { type Hl7Listener, openListener } from './schedule/hl7/listener.js'
import { createReceiver, type Hl7Log, type Receiver } from './schedule/hl7/receive.js'
import { DEFAULT_CALLS, planFor } from './schedule/plan.js'
import type { Discharges } from './schedule/port.js'
import { normalisePhone, type Store } from './store/port.js'

/** Discharges in, whichever way. */
export interface DischargesIn {
  readonly discharges: Discharges
  readonly receiver: Receiver
  /** Reads rules and questionnaires again. Throws Failure protocol/invalid with file, line and reason; the last good ones stay. */
  reload(): void
}

export interface DischargeSetting {
  readonly config: Config
  readonly store: Store
  readonly log: Hl7Log
  /** Default: the wall clock. */
  readonly now?: () => Date
}

/** Throws Failure protocol/invalid, config/invalid. */
export function composeDischarges({ config, store, log, now = () => new Date() }: DischargeSetting): DischargesIn {
  const { settings } = config
  const hospital = hospitalHours(config)
  let calls = readCalls()
  let rules = readRules(settings.HELLOJADE_PROTOCOL_RULES, [...calls.keys()])
  const abroad = settings.HELLOJADE_PHONE_COUNTRIES as CountryCode[]
  const discharges = createDischarges({
    store,
    now,
    rules: () => rules,
    protocols: () => [...calls.keys()],
    plan: (encounter, preferences) =>
      planFor({
        ...{ encounter, preferences, hospital },
        calls: calls.get(encounter.protocol) ?? DEFAULT_CALLS,
        now: now(),
      }),
    readNumber: text => normalisePhone(text, 'BE', abroad),
    site: settings.HELLOJADE_SITE ?? config.hospital.name,
  })
  const receiver = createReceiver({
    ...{ discharges, store, now, log },
    naming: { authority: settings.HELLOJADE_AUTHORITY, patientIdTypes: settings.HELLOJADE_HL7_PATIENT_ID },
    charset: settings.HELLOJADE_HL7_CHARSET,
    processing: settings.HELLOJADE_HL7_PROCESSING,
    ignored: settings.HELLOJADE_HL7_IGNORED,
  })
  return {
    discharges,
    receiver,
    reload() {
      const freshCalls = readCalls()
      rules = readRules(settings.HELLOJADE_PROTOCOL_RULES, [...freshCalls.keys()])
      calls = freshCalls
    },
  }
}

/** The ear for HL7, where a port is set. Throws Failure hl7/port. */
export async function composeHl7(config: Config, receiver: Receiver, log: Hl7Log): Promise<Hl7Listener | undefined> {
  const { HELLOJADE_HL7_PORT: port, HELLOJADE_HL7_HOST: host } = config.settings
  return port === undefined ? undefined : openListener({ host, port, receiver, log })
}

/** Every protocol that a rule names must be one of `protocols`; a mistake is told with its line. */
export function readRules(path: string | undefined, protocols: readonly string[]): Rules {
  if (path === undefined) return EVERY_WARD
  const schema = rulesSchema.superRefine((rules, context) => {
    for (const { protocol, path } of namedIn(rules))
      if (protocol !== 'none' && !protocols.includes(protocol)) {
        const message = `there is no protocol ${protocol}; there are ${protocols.join(', ')}`
        context.addIssue({ code: 'custom', path: [...path], message })
      }
  })
  return parseTexts(schema, textOf(path), basename(path))
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new Failure('config/invalid', { reasons: 'HELLOJADE_PROTOCOL_RULES: the file cannot be read' })
  }
}
