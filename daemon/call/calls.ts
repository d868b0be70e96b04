import { Failure } from '../domain/failure.js'
import { unansweredDisposition } from '../domain/hangup.js'
import type { CallId } from '../domain/ids.js'
import type { Disposition } from '../domain/outcome.js'
import { ms } from '../domain/units.js'
import type { MediaLeg, MediaStats } from '../media/port.js'
import type { DueCall, Patient } from '../store/port.js'
import type { LegEvent, ReceivedCall } from '../telephony/port.js'
import type { CallParts, FollowedCall } from './call-parts.js'
import { Conversation } from './conversation.js'
import { giveUp } from './give-up.js'
import { guarded } from './guarded.js'
import { nameForNurse, nursesAt } from './nurses.js'
import { Outbox } from './outbox.js'
import type { CallObserver, Calls, EndedCall, PlacedCall } from './port.js'
import { noteTurnedAway, receive } from './received.js'
import { contextOf, Records } from './records.js'
import { speakIn } from './speak-in.js'
import { spokenFor } from './spoken-for.js'
import { Transfer } from './transfer.js'
import { turnAway } from './turn-away.js'

/** Calls that come in and find no room are answered, so that the caller hears why; beyond so many at once they are refused. */
const MOST_TURNED_AWAY = 10
const MOST_CALLS = 10

/** Places and takes calls and sees each through to its committed end. */
export function createCalls(parts: CallParts): Calls {
  const live = new Set<PlacedCall>()
  const turnedAway = new Set<ReceivedCall>()
  const outbox = new Outbox(parts.log)
  let arriving = 0
  const enter = (call: PlacedCall): PlacedCall => {
    live.add(call)
    parts.onLive?.(live.size)
    const over = () => {
      live.delete(call)
      parts.onLive?.(live.size)
    }
    Promise.all([call.ended, call.transferred]).then(over, over)
    return call
  }
  const letDown = async (call: ReceivedCall, why: 'full' | 'failed'): Promise<undefined> => {
    parts.log.warn({ why, live: live.size }, 'a call that came in was turned away')
    const [dialogue] = parts.dialogues.values()
    if (turnedAway.size >= MOST_TURNED_AWAY || dialogue === undefined) return void (await call.refuse())
    turnedAway.add(call)
    const sentences = dialogue.turnedAway(parts.hospital)[why]
    await turnAway(call, sentences, parts.prompts).finally(() => turnedAway.delete(call))
  }
  return {
    get live() {
      return live.size
    },
    async receive(call, observer = {}) {
      if (live.size + arriving >= (parts.mostCalls ?? MOST_CALLS)) {
        await noteTurnedAway(parts, call.caller).catch(() => undefined)
        return letDown(call, 'full')
      }
      arriving++
      try {
        const busy = parts.busy ?? (work => work)
        return enter(follow(parts, outbox, await busy(receive(parts, outbox, call, observer))))
      } catch (cause) {
        const code = cause instanceof Failure ? cause.code : 'unknown'
        parts.log.error({ code }, 'a call that came in could not be taken')
        return await letDown(call, 'failed')
      } finally {
        arriving--
      }
    },
    async place(request) {
      const due = await parts.store.dueCall(request.dueCallId)
      const patient = await parts.store.patient(due.patientId)
      const turn = patient.phones[due.phone ?? 0] ?? patient.phones[0]
      return enter(await begin(parts, outbox, { due, patient, number: turn?.number, ...request }))
    },
    async stop() {
      await Promise.all([...turnedAway].map(call => call.leg.hangUp()))
      await Promise.all([...live].map(call => call.stop()))
      await outbox.flush().catch(() => parts.log.error({ waiting: outbox.size }, 'alerts or tasks are not committed'))
      outbox.close()
    },
  }
}

interface Beginning {
  readonly due: DueCall
  readonly patient: Patient
  readonly number: string | undefined
  readonly lease?: string
  readonly observer?: CallObserver
}

async function begin(parts: CallParts, outbox: Outbox, beginning: Beginning): Promise<PlacedCall> {
  const { due, patient, number, observer = {} } = beginning
  const lease = beginning.lease === undefined ? {} : { lease: beginning.lease }
  if (number === undefined) {
    await giveUp(parts, due, patient, lease, { kind: 'unreached', note: 'pas de numéro de téléphone' })
    throw new Failure('call/not-allowed', { reason: 'no phone number' })
  }
  const { dialogue, prompts } = await spokenFor(parts, due, patient, { number, ...lease })
  const earlier = await parts.store.earlierAnswers(due.id, parts.now())
  const local = parts.local()
  const context = contextOf(patient, parts.hospital, local, {
    ...nursesAt(parts.transfer, local.nowLocal),
    ...parts.extra,
    earlier,
  })
  await prompts.render(dialogue.fixedSentences(context.language, context.hospital))
  await prompts.render(dialogue.personSentences(context), undefined, { personal: patient.id })
  await parts.store.keepProtocol(dialogue.protocol, parts.now())
  const callId = parts.newId() as CallId
  await parts.store.openAttempt({
    id: callId,
    dueCallId: due.id,
    patientId: patient.id,
    number,
    protocol: dialogue.protocol.id,
    protocolVersion: dialogue.protocol.version,
    startedAt: parts.now(),
    ...lease,
  })
  const records = new Records({
    store: parts.store,
    callId,
    patient,
    number,
    ward: due.ward,
    now: parts.now,
    observer,
    outbox,
  })
  const leg = parts.telephony.dial({
    channelId: callId,
    number,
    ringMs: parts.ringMs,
    ...(parts.codec === undefined ? {} : { codec: parts.codec }),
  })
  return follow(parts, outbox, {
    dialogue: guarded(dialogue, parts.log),
    prompts,
    context,
    callId,
    records,
    leg,
    observer,
    tempo: patient.tempo,
    gainDb: patient.gainDb,
    speakIn: language => speakIn(parts, language, { due, patient, context }),
  })
}

/** From the dial to the committed end. */
function follow(parts: CallParts, outbox: Outbox, call: FollowedCall): PlacedCall {
  const busy = parts.busy ?? (work => work)
  let conversation: Conversation | undefined
  let media: MediaStats | undefined
  let audio: MediaLeg | undefined
  const transfer = new Transfer(
    { ...parts, ...parts.transfer, busy },
    {
      callId: call.callId,
      who: () => whoFor(call.records),
      leg: call.leg,
      outbox,
      tell: outcome => conversation?.transferred(outcome),
    },
  )
  const hangUp = () =>
    void busy(call.leg.hangUp()).catch(() => parts.log.warn({ callId: call.callId }, 'hanging up failed'))
  const ended = new Promise<EndedCall>((resolve, reject) => {
    const answered = (leg: MediaLeg) => {
      audio = leg
      call.observer.answered?.()
      conversation = new Conversation({
        ...parts,
        ...call,
        leg,
        busy,
        hangUp,
        transfer,
        recording: parts.recording(call.callId),
      })
      leg.onEvent(event => conversation?.media(event))
      busy(parts.store.updateCall(call.callId, { answeredAt: parts.now() })).catch(() =>
        parts.log.error({ callId: call.callId }, 'the answer could not be stored'),
      )
    }
    const hungUp = async (event: Extract<LegEvent, { type: 'hung-up' }>) => {
      transfer.patientGone()
      await conversation?.hungUp()
      media = await audio?.close()
      await call.records
        .close()
        .catch(() => parts.log.error({ callId: call.callId }, 'turns of the call could not be stored'))
      const disposition =
        conversation === undefined ? unmetDisposition(event, call) : (call.records.disposition ?? 'interrupted')
      const brokenByUs = disposition === 'interrupted' && event.by !== 'far-end'
      const end = { endedAt: parts.now(), disposition, hangupCause: event.cause, brokenByUs }
      await outbox.commit(() => parts.store.closeCall(call.callId, end))
      const result = await parts.store.result(call.callId)
      parts.log.info(
        { callId: call.callId, disposition, hangupCause: event.cause, rang: event.rang, by: event.by },
        'call ended',
      )
      return { callId: call.callId, disposition, result, ...(media === undefined ? {} : { media }) }
    }
    call.leg.onEvent(event => {
      if (event.type === 'ringing') call.observer.ringing?.()
      else if (event.type === 'answered') answered(event.audio)
      else if (event.type === 'dtmf') conversation?.key(event.digit)
      else hungUp(event).then(resolve, reject)
    })
  })
  return {
    callId: call.callId,
    ended,
    transferred: ended.then(
      () => transfer.over.then(() => transfer.report),
      () => undefined,
    ),
    stop: async () => {
      await call.leg.hangUp()
      await ended.catch(() => undefined)
      await transfer.end()
    },
  }
}

/** Whom a nurse is told about; of a caller it is known once the identity is settled. */
const whoFor = ({ patient }: Records) =>
  patient === undefined ? {} : { name: nameForNurse(patient), patientId: patient.id }

/** Of a call that never came to a word. Picked up and put down at once is a hang-up, not a phone that nobody answered. */
function unmetDisposition(
  { by, pickedUp, cause, rang }: Extract<LegEvent, { type: 'hung-up' }>,
  { context }: FollowedCall,
): Disposition {
  if (by !== 'far-end') return 'failed'
  return pickedUp || context.received ? 'interrupted' : unansweredDisposition(cause, rang)
}

/** Rings this long before it counts as not answered. */
export const DEFAULT_RING_MS = ms(35_000)
