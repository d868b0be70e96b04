import { createHash, randomBytes } from 'node:crypto'
import { Failure } from '../../domain/failure.js'
import type { DischargeRecords } from '../../store/port.js'
import type { DischargeResult, Discharges } from '../discharges/port.js'
import { acknowledgements, type Verdict, verdictOn } from './acknowledgement.js'
import { type Admission, type Event, readAdt } from './adt.js'
import { type Charset, decode } from './charset.js'
import { checkHeader, type Header, readHeader } from './header.js'
import { type Message, readMessage } from './message.js'
import { type Naming, namedIn } from './person.js'

/** A sender repeats a message within hours; after this one may use its control ids again. */
const REMEMBERED_MS = 30 * 86_400_000

export interface Hl7Log {
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

export interface ReceiverParts {
  readonly discharges: Discharges
  readonly store: DischargeRecords
  readonly naming: Naming
  /** Of messages that name no character set. */
  readonly charset: Charset
  /** MSH-11 of messages that are meant: P in production. */
  readonly processing: string
  /** Events that are acknowledged and not read: what a hospital's interface sends to everybody. */
  readonly ignored: readonly string[]
  readonly now: () => Date
  readonly log: Hl7Log
}

export interface Receiver {
  /** Does what a message says. Its acknowledgements, in order. Never throws. */
  receive(bytes: Buffer): Promise<readonly string[]>
  /** What is no whole message: kept for a person; acknowledged as far as it says whose it is. Never throws. */
  refuse(bytes: Buffer, failure: Failure): Promise<readonly string[]>
  /** A dead letter once more, its own acknowledgement apart. Throws the Failure for which it is refused again. */
  replay(id: string): Promise<void>
}

/** Answers to what nobody can read: in HL7's usual separators. */
const NOBODY: Header = {
  ...{ separator: '|', encoding: '^~\\&', sender: ['', ''], receiver: ['', ''], controlId: '', charset: '' },
  ...{ type: '?', event: '?', processing: '?', version: '?', accept: undefined, application: undefined },
}

export function createReceiver(parts: ReceiverParts): Receiver {
  const { store, now, log } = parts

  const perform = async (header: Header, bytes: Buffer): Promise<{ warnings: readonly string[] }> => {
    checkHeader(header, parts.processing)
    if (parts.ignored.includes(header.event)) return { warnings: [] }
    const message = readMessage(decode(bytes, header.charset, parts.charset))
    return { warnings: await apply(parts, readAdt(message, parts.naming)) }
  }

  const verdictOf = async (header: Header, bytes: Buffer): Promise<Verdict> => {
    const key = keyOf(header, bytes)
    try {
      if (await store.isDone(key)) return { ok: true, warnings: [] }
      const { warnings } = await perform(header, bytes)
      const at = now()
      await store.markDone(key, at, new Date(at.getTime() - REMEMBERED_MS))
      log.info({ event: header.event }, 'HL7 message done')
      return { ok: true, warnings }
    } catch (cause) {
      return refused(header, bytes, asFailure(cause))
    }
  }

  const refused = async (header: Header, bytes: Buffer, failure: Failure): Promise<Verdict & { ok: false }> => {
    const verdict = verdictOn(failure)
    const { code, facts } = failure
    log.warn({ event: header.event, code, facts, acknowledgement: verdict.code }, 'HL7 message refused')
    // Without a database there is nowhere to keep it: the sender does, for AR without a fault of its own means "again, later".
    if (isOurs(failure)) return verdict
    try {
      const { stayId, patientIds } = aboutIn(parts, header, bytes)
      const sender = header.sender.filter(Boolean).join('/')
      await store.keepDeadLetter(
        {
          key: keyOf(header, bytes),
          messageType: `${header.type} ${header.event}`,
          acknowledgement: verdict.code,
          failure: code,
          facts,
          content: bytes,
          patientIds,
          ...(sender !== '' && { sender }),
          ...(header.controlId !== '' && { controlId: header.controlId }),
          ...(stayId !== undefined && { stayId }),
        },
        now(),
      )
      return verdict
    } catch (cause) {
      log.error({ code: asFailure(cause).code }, 'HL7 message could not be kept')
      return verdictOn(asFailure(cause))
    }
  }

  const acknowledge = (header: Header, verdict: Verdict): readonly string[] =>
    acknowledgements(header, verdict, { at: now(), newId: () => randomBytes(10).toString('hex') })

  return {
    async receive(bytes) {
      const header = headerOf(bytes)
      if (header instanceof Failure) return acknowledge(NOBODY, await refused(NOBODY, bytes, header))
      return acknowledge(header, await verdictOf(header, bytes))
    },

    async refuse(bytes, failure) {
      const header = headerOf(bytes)
      const known = header instanceof Failure ? NOBODY : header
      return acknowledge(known, await refused(known, bytes, failure))
    },

    async replay(id) {
      const letter = await store.deadLetter(id)
      if (letter.settled !== undefined) throw new Failure('hl7/settled', { how: letter.settled })
      const header = readHeader(letter.content)
      await perform(header, letter.content)
      const at = now()
      await store.settleDeadLetter(id, 'replayed', at)
      await store.markDone(keyOf(header, letter.content), at, new Date(at.getTime() - REMEMBERED_MS))
      log.info({ letter: id }, 'HL7 message replayed')
    },
  }
}

/** Does what a message says; the numbers that were left out are told as warnings. */
async function apply(
  { discharges, store, now }: ReceiverParts,
  { events, death }: Admission,
): Promise<readonly string[]> {
  if (death !== undefined) await discharges.died(death.patientId, death.at)
  const warnings: string[] = []
  for (const event of events) {
    // Nobody who died is rung; what else the message says of a stay does not matter then.
    if (death !== undefined && event.type === 'discharged') continue
    if (event.type === 'cancelled') await store.settleDeadLettersOf(event.stayId, now())
    const { refusedNumbers, withoutNumber } = await applyOne(discharges, event, now())
    warnings.push(...refusedNumbers.map(why => `A telephone number was left out (${why}).`))
    if (withoutNumber === true) warnings.push('No telephone number can be rung: the call will be a task for a nurse.')
  }
  return warnings
}

async function applyOne(
  discharges: Discharges,
  event: Event,
  at: Date,
): Promise<Pick<DischargeResult, 'refusedNumbers' | 'withoutNumber'>> {
  switch (event.type) {
    case 'discharged':
      return discharges.accept(event)
    case 'updated': {
      if (!(await discharges.isKnown(event.patientId))) return { refusedNumbers: [] }
      const { patient, stay } = event.read()
      return discharges.update(patient, stay)
    }
    case 'cancelled':
      return discharges.cancel({ ...event, at })
    case 'admitted':
      return discharges.admit(event)
    case 'merged':
      return discharges.merge(event.kept, event.retired)
  }
}

function headerOf(bytes: Buffer): Header | Failure {
  try {
    return readHeader(bytes)
  } catch (cause) {
    return asFailure(cause)
  }
}

/**
 * The same message sent again has the same sender, control id and content; the header apart, for some write a new time into it.
 * A sender that begins its control ids anew sends another content, which is another message.
 */
function keyOf({ sender, controlId, event }: Header, bytes: Buffer): string {
  const start = bytes.findIndex(byte => byte === 0x0d || byte === 0x0a)
  const digest = createHash('sha256')
    .update(start < 0 ? bytes : bytes.subarray(start))
    .digest('hex')
  return [...sender, controlId, event, digest].join('|')
}

/** Whom a refused message names, and the stay that a discharge is about, where that much can be read. */
function aboutIn({ charset, naming }: ReceiverParts, header: Header, bytes: Buffer) {
  const message = messageIn(bytes, header.charset, charset)
  if (message === undefined) return { patientIds: [] }
  const patientIds = namedIn(message, naming)
  try {
    const [event] = readAdt(message, naming).events
    return { patientIds, ...(event?.type === 'discharged' && { stayId: event.stay.id }) }
  } catch {
    return { patientIds }
  }
}

function messageIn(bytes: Buffer, named: string, assumed: Charset): Message | undefined {
  try {
    return readMessage(textOf(bytes, named, assumed))
  } catch {
    return undefined
  }
}

/** In a character set that nobody knows, numbers are still what they are in every other. */
function textOf(bytes: Buffer, named: string, assumed: Charset): string {
  try {
    return decode(bytes, named, assumed)
  } catch {
    return bytes.toString('latin1')
  }
}

/** The database's or the disk's failures, not the message's. */
const isOurs = ({ code }: Failure): boolean => code.startsWith('store/') || code.startsWith('disk/')

/** What is no Failure is a mistake of ours: its message may quote the message, and is not passed on. */
const asFailure = (cause: unknown): Failure => (cause instanceof Failure ? cause : new Failure('hl7/failed'))
