import { createConnection, type Socket } from 'node:net'
import { ms } from '../../daemon/domain/units.js'
import { createDischarges } from '../../daemon/schedule/discharges/discharges.js'
import { EVERY_WARD, type Rules } from '../../daemon/schedule/discharges/rules.js'
import { type ListenerLimits, openListener } from '../../daemon/schedule/hl7/listener.js'
import { createReceiver, type ReceiverParts } from '../../daemon/schedule/hl7/receive.js'
import { DEFAULT_CALLS, planFor } from '../../daemon/schedule/plan.js'
import type { ProtocolCalls } from '../../daemon/schedule/port.js'
import { normalisePhone, type StayPlan } from '../../daemon/store/port.js'
import { freshStore } from '../store/scene.js'

/** A Monday morning in Brussels, and what the hospital's system writes for it. */
export const NOW = new Date('2026-11-23T10:00:00Z')
export const LEFT = '20261123104500'

const WEEK = { fromMinute: 9 * 60, toMinute: 19 * 60 }
const HOSPITAL = { weekdays: WEEK, saturday: WEEK, isClosed: () => false, longestCallMs: ms(600_000) }
const SEVERAL: ProtocolCalls = {
  saturday: false,
  on: [
    { day: 1, openDays: 2, urgent: false },
    { day: 7, openDays: 3, urgent: false },
  ],
}

/** One call after any discharge, and a second one after a heart's. */
const planAt =
  (now: () => Date): StayPlan =>
  (encounter, preferences) =>
    planFor({
      encounter,
      calls: encounter.protocol === 'heart-failure' ? SEVERAL : DEFAULT_CALLS,
      preferences,
      hospital: HOSPITAL,
      now: now(),
    })

export const PROTOCOLS = ['general-follow-up', 'heart-failure', 'after-surgery-day-1']

interface Hooks {
  teardown(work: () => unknown): void
}

interface Options extends Partial<Pick<ReceiverParts, 'charset' | 'processing' | 'ignored'>> {
  readonly rules?: Rules
}

/** A store with what lets discharges in; the clock is moved by the test, the rules changed by it. */
export async function house(t: Hooks, options: Options = {}) {
  const state = { now: NOW, rules: options.rules ?? EVERY_WARD }
  const logged: { readonly facts: object; readonly message: string }[] = []
  const write = (facts: object, message: string) => void logged.push({ facts, message })
  const log = { info: write, warn: write, error: write }
  const now = () => state.now
  const store = await freshStore(t, { now })
  const discharges = createDischarges({
    store,
    now,
    rules: () => state.rules,
    protocols: () => PROTOCOLS,
    plan: planAt(now),
    readNumber: text => normalisePhone(text),
    site: 'Hornu',
  })
  const receiver = createReceiver({
    ...{ store, discharges, now, log },
    naming: { authority: 'HOSPITAL', patientIdTypes: ['MR', 'PI'] },
    charset: options.charset ?? '8859/1',
    processing: options.processing ?? 'P',
    ignored: options.ignored ?? [],
  })
  return { state, store, discharges, receiver, log, logged }
}
export type House = Awaited<ReturnType<typeof house>>

/** The house with its ear open on loopback. */
export async function listening(t: Hooks, at: House, limits: Partial<ListenerLimits> = {}) {
  const listener = await openListener({ host: '127.0.0.1', port: 0, receiver: at.receiver, log: at.log, limits })
  t.teardown(() => listener.stop())
  return listener
}

export const VT = '\u000b'
export const END = '\u001c\r'
export const framed = (text: string, encoding: BufferEncoding = 'latin1'): Buffer =>
  Buffer.concat([Buffer.from([0x0b]), Buffer.from(text, encoding), Buffer.from([0x1c, 0x0d])])

/** A sender that writes bytes as they are, and reads whole answers. */
export class Sender {
  private received = ''
  private closed = false
  private wake: () => void = () => {}
  readonly socket: Socket

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', chunk => {
      this.received += chunk.toString('latin1')
      this.wake()
    })
    const end = () => {
      this.closed = true
      this.wake()
    }
    socket.on('end', end).on('close', end).on('error', end)
  }

  static async to(t: Hooks, port: number): Promise<Sender> {
    const socket = createConnection({ host: '127.0.0.1', port, allowHalfOpen: true })
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
    t.teardown(() => socket.destroy())
    return new Sender(socket)
  }

  send(bytes: Buffer | string): void {
    this.socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes)
  }

  /** The next answer; undefined when the other side has closed. */
  async answer(): Promise<string | undefined> {
    for (;;) {
      const end = this.received.indexOf(END)
      if (end >= 0) {
        const whole = this.received.slice(this.received.indexOf(VT) + 1, end)
        this.received = this.received.slice(end + END.length)
        return whole
      }
      if (this.closed) return undefined
      await new Promise<void>(resolve => {
        this.wake = resolve
      })
    }
  }

  async ask(message: string, encoding: BufferEncoding = 'latin1'): Promise<Ack> {
    this.send(framed(message, encoding))
    return ackOf((await this.answer()) ?? '')
  }
}

export interface Ack {
  readonly code: string
  readonly controlId: string
  readonly text: string
  /** ERR-3.1 of each. */
  readonly conditions: readonly string[]
  readonly raw: string
}

export function ackOf(raw: string): Ack {
  const segments = raw.split('\r').map(segment => segment.split('|'))
  const [, code = '', controlId = '', text = ''] = segments.find(([name]) => name === 'MSA') ?? []
  const conditions = segments.flatMap(segment => (segment[0] === 'ERR' ? (segment[3]?.split('^')[0] ?? '') : []))
  return { code, controlId, text, conditions, raw }
}

interface Told {
  readonly event?: string
  readonly controlId?: string
  readonly visit?: string
  readonly patient?: string
  readonly name?: string
  readonly phones?: string
  readonly ward?: string
  readonly left?: string
  readonly more?: readonly string[]
  readonly header?: Readonly<Record<number, string>>
  readonly pid?: Readonly<Record<number, string>>
  readonly pv1?: Readonly<Record<number, string>>
  /** Segments left out. */
  readonly without?: readonly string[]
}

let controlIds = 0

const fields = (name: string, of: Readonly<Record<number, string>>): string => {
  const last = Math.max(...Object.keys(of).map(Number))
  return [name, ...Array.from({ length: last }, (_, at) => of[at + 1] ?? '')].join('|')
}

/** An ADT message as a hospital's system sends it. */
export function adt(told: Told = {}): string {
  const { event = 'A03', controlId = `M${++controlIds}`, visit = 'V1', patient = '4711', ward = 'CARDIO' } = told
  const pid = {
    3: `85073003328^^^NISS^NN~${patient}^^^EPI^MR`,
    5: told.name ?? 'Dupré^Hélène',
    7: '19850730',
    8: 'F',
    13: told.phones ?? '^PRN^CP^^32^475^123456~^PRN^PH^^32^65^319988',
    15: 'FR',
    ...told.pid,
  }
  const pv1 = { 2: 'I', 3: `${ward}^12^1^Hornu`, 19: `${visit}^^^EPI`, 45: told.left ?? LEFT, ...told.pv1 }
  // MSH-1 is the separator itself.
  const header = {
    ...{ 2: '^~\\&', 3: 'HIS', 4: 'EPI', 5: 'JADE', 6: 'EPI', 7: LEFT },
    ...{ 9: `ADT^${event}^ADT_${event}`, 10: controlId, 11: 'P', 12: '2.5' },
    ...told.header,
  }
  const msh = fields('MSH', Object.fromEntries(Object.entries(header).map(([at, text]) => [Number(at) - 1, text])))
  const lines = [
    msh,
    `EVN|${event}|${LEFT}`,
    fields('PID', pid),
    'NK1|1|Quintard^Paulette|DAU^fille',
    fields('PV1', pv1),
    ...(told.more ?? []),
  ]
  return lines.filter(line => !told.without?.includes(line.slice(0, 3))).join('\r')
}
