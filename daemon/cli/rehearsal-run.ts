import { randomBytes, randomInt } from 'node:crypto'
import { join } from 'node:path'
import type { CallLog, CallObserver, PlacedCall, TurnTiming } from '../call/port.js'
import { composeCalls, type Speech } from '../compose.js'
import type { Config } from '../config.js'
import type { Dialogue } from '../dialogue/port.js'
import { Failure } from '../domain/failure.js'
import { type CallId, type DueCallId, uuidV7 } from '../domain/ids.js'
import { projectRoot } from '../paths.js'
import { judged } from '../rehearsal/expect.js'
import type { Rehearsal } from '../rehearsal/format.js'
import { voiceLevels } from '../rehearsal/levels.js'
import { measureTurnGaps, type TurnMeasurement } from '../rehearsal/measure.js'
import { playNurse } from '../rehearsal/nurse.js'
import type { Asked } from '../rehearsal/patient.js'
import { type PlayedPatient, playPatient, ringDaemon } from '../rehearsal/play.js'
import { loadClip } from '../rehearsal/read.js'
import { type RehearsalReport, reportOf } from '../rehearsal/report.js'
import type { PatientStory } from '../rehearsal/story.js'
import { openLibsqlStore } from '../store/libsql/store.js'
import type { CallResult, Patient, Store } from '../store/port.js'
import { showCall } from './display.js'
import { patientAt, type RehearsalLines } from './lines.js'

/** How long a rehearsal's phone rings before it counts as not answered; a real patient gets 35 s. */
const RING_MS = 6000
const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

export interface RehearsalSetting {
  readonly config: Config
  readonly speech: Speech
  readonly lines: RehearsalLines
  readonly log: CallLog
  /** Where recordings go. */
  readonly folder: string
  readonly observer?: CallObserver
}

export interface Rehearsed {
  readonly report: RehearsalReport
  readonly story: PatientStory
  readonly measurement: TurnMeasurement | undefined
  readonly timings: readonly TurnTiming[]
  /** The conversation as one reads it, a line each, with its times, interruptions and alerts. Personal: for a terminal. */
  readonly script: readonly string[]
  /** Wall time from the first step to the verdict. */
  readonly tookMs: number
  readonly result: CallResult
}

/** One whole call from a file, in a throw-away store, held against what the file expects. */
export async function rehearse(rehearsal: Rehearsal, setting: RehearsalSetting): Promise<Rehearsed> {
  const dialogue = setting.speech.dialogues.get(rehearsal.protocol)
  if (dialogue === undefined)
    throw new Failure('rehearsal/invalid', {
      file: rehearsal.path,
      reason: `protocol ${rehearsal.protocol} is unknown`,
    })
  const store = await openLibsqlStore({ path: ':memory:', key: randomBytes(32) })
  const { codec, ...impairments } = rehearsal.line
  const impaired = Object.values(impairments).some(value => value !== undefined)
  const line = await setting.lines.open(impaired ? { impairments: withoutUndefined(impairments) } : {})
  try {
    return await callOnce({ rehearsal, setting, dialogue, store, line, codec })
  } finally {
    await line.close()
    await store.close()
  }
}

interface Once {
  readonly rehearsal: Rehearsal
  readonly setting: RehearsalSetting
  readonly dialogue: Dialogue
  readonly store: Store
  readonly line: Awaited<ReturnType<RehearsalLines['open']>>
  readonly codec: 'alaw' | 'ulaw'
}

async function callOnce({ rehearsal, setting, dialogue, store, line, codec }: Once): Promise<Rehearsed> {
  let asked: Asked | undefined
  const timings: TurnTiming[] = []
  const script: string[] = []
  const shown = showCall(line => script.push(line))
  const { observer = {} } = setting
  const watching = watchedBy([
    shown,
    observer,
    { asked: linkId => (asked = { linkId }), timed: timing => timings.push(timing) },
  ])
  const nurseNumber = `3264${randomInt(100_000, 999_999)}`
  const startedAt = Date.now()
  const calls = composeCalls({
    config: setting.config,
    speech: setting.speech,
    telephony: line.telephony,
    store,
    log: setting.log,
    recordings: { folder: setting.folder, plain: true },
    now: () => new Date(rehearsal.now.getTime() + Date.now() - startedAt),
    busy: line.busy,
    ringMs: RING_MS,
    codec,
    extra: {
      ...(rehearsal.startAt === undefined ? {} : { startAt: rehearsal.startAt }),
    },
    timer: line.timer,
    nurses: rehearsal.nurse === undefined ? [] : [nurseNumber],
  })
  const number = `3265${randomInt(100_000, 999_999)}`
  if (rehearsal.nurse !== undefined)
    playNurse({ farEnd: patientAt(line.farEnd, nurseNumber), behaviour: rehearsal.nurse, says: await nurseVoice() })
  const played = { rehearsal, farEnd: patientAt(line.farEnd, number), asked: () => asked }
  const dueCallId = await seed(store, rehearsal, number)
  const { patient, call } = await begin(rehearsal, {
    ring: () => {
      const from = rehearsal.inbound === 'other-number' ? `3264${randomInt(100_000, 999_999)}` : number
      const arrived = new Promise<PlacedCall | undefined>(resolve =>
        line.telephony.onReceived(received => void resolve(calls.receive(received, watching))),
      )
      return { patient: ringDaemon({ ...played, number: from }), call: line.until(arrived) }
    },
    place: () => ({ patient: playPatient(played), call: calls.place({ dueCallId, observer: watching }) }),
  })
  const ended = await line.until(call.ended)
  const transfer = await line.until(call.transferred)
  patient.stop()
  const story = await patient.story
  const { audio } = story
  const measurement = audio && measureTurnGaps({ ...audio, utterances: story.utterances })
  const report = reportOf({
    file: rehearsal.path,
    line: setting.lines.name,
    result: ended.result,
    linkIds: dialogue.linkIds,
    measurement,
    levels: audio && voiceLevels(audio.incoming),
    underflows: ended.media?.underflows ?? 0,
    transfer,
  })
  return {
    report: judged(report, rehearsal.expect),
    story,
    measurement,
    timings,
    script,
    tookMs: Date.now() - startedAt,
    result: ended.result,
  }
}

interface Begun {
  readonly patient: PlayedPatient
  readonly call: Promise<PlacedCall | undefined>
}

/** Whoever rings whom. */
async function begin(rehearsal: Rehearsal, how: { readonly ring: () => Begun; readonly place: () => Begun }) {
  const begun = rehearsal.inbound === undefined ? how.place() : how.ring()
  const call = await begun.call
  if (call === undefined) throw new Failure('call/not-allowed', { reason: 'no room for a call that came in' })
  return { patient: begun.patient, call }
}

/** A first call for it, of which these answers are left. */
async function brokeOff(store: Store, dueCallId: DueCallId, rehearsal: Rehearsal, number: string): Promise<void> {
  const { protocol, earlier = {}, now } = rehearsal
  const { patientId } = await store.dueCall(dueCallId)
  const startedAt = new Date(now.getTime() - HOUR_MS)
  const id = uuidV7(startedAt.getTime(), randomBytes(10)) as CallId
  await store.openAttempt({ id, dueCallId, patientId, number, protocol, protocolVersion: 'earlier', startedAt })
  await store.updateCall(id, { answeredAt: startedAt, identity: 'verified' })
  for (const [linkId, value] of Object.entries(earlier))
    await store.putAnswer(id, { linkId, question: '', status: 'understood', value })
  await store.closeCall(id, { endedAt: startedAt, disposition: 'partial' })
}
/** The simulated nurse says one word once she has the patient. */
const nurseVoice = (): Promise<Int16Array> =>
  loadClip(join(projectRoot, 'daemon', 'telephony', 'demonstration', 'clips', 'allo.wav'))

/** Everybody who watches is told everything. */
function watchedBy(observers: readonly CallObserver[]): Required<CallObserver> {
  const tell = (what: (one: CallObserver) => void): void => {
    for (const one of observers) what(one)
  }
  return {
    ringing: () => tell(one => one.ringing?.()),
    answered: () => tell(one => one.answered?.()),
    asked: (...facts) => tell(one => one.asked?.(...facts)),
    turn: turn => tell(one => one.turn?.(turn)),
    alerted: (...facts) => tell(one => one.alerted?.(...facts)),
    timed: timing => tell(one => one.timed?.(timing)),
  }
}

/** The patient, the discharge and the due call of a rehearsal. */
async function seed(store: Store, rehearsal: Rehearsal, number: string) {
  const { patient, caregivers, now } = rehearsal
  const person: Omit<Patient, 'id'> = {
    ...withoutUndefined(patient),
    language: rehearsal.language,
    tempo: 1,
    gainDb: 0,
    phones: [{ number }],
    caregivers,
  }
  const patientId = await store.addPatient(person)
  const encounterId = await store.addEncounter({
    patientId,
    site: 'EpiCURA',
    ward: 'Rehearsal',
    dischargedAt: new Date(now.getTime() - DAY_MS),
    protocol: rehearsal.protocol,
  })
  const dueCallId = await store.addDueCall({
    encounterId,
    patientId,
    ward: 'Rehearsal',
    protocol: rehearsal.protocol,
    dueAt: rehearsal.due !== false ? now : new Date(now.getTime() + HOUR_MS),
    notAfter: new Date(now.getTime() + DAY_MS),
  })
  if (rehearsal.earlier) await brokeOff(store, dueCallId, rehearsal, number)
  return dueCallId
}

type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> }
const withoutUndefined = <T extends object>(object: T): Present<T> =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Present<T>
