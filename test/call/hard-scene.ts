import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EndedCall } from '../../daemon/call/port.js'
import type { RehearsalLines } from '../../daemon/cli/lines.js'
import { composeCalls, type Speech } from '../../daemon/compose.js'
import type { DueCallId } from '../../daemon/domain/ids.js'
import type { MediaLeg, PlayOptions } from '../../daemon/media/port.js'
import { projectRoot } from '../../daemon/paths.js'
import { DEFAULT_AFTER_MS, type Rehearsal, type Utterance } from '../../daemon/rehearsal/format.js'
import type { Asked } from '../../daemon/rehearsal/patient.js'
import { playPatient } from '../../daemon/rehearsal/play.js'
import { loadClip, readRehearsal } from '../../daemon/rehearsal/read.js'
import type { PatientStory } from '../../daemon/rehearsal/story.js'
import { openLibsqlStore } from '../../daemon/store/libsql/store.js'
import type { CallResult, Store } from '../../daemon/store/port.js'
import type { LineState, Telephony } from '../../daemon/telephony/port.js'
import type { CallStage } from './stage.js'

const folder = join(projectRoot, 'test', 'rehearsals')
const DAY_MS = 86_400_000

export const clip = (name: string): Promise<Int16Array> => loadClip(join(folder, 'clips', name))
export const saying = (...clips: readonly Int16Array[]): Utterance => ({
  clips,
  thenMs: 0,
  afterMs: DEFAULT_AFTER_MS,
  keys: undefined,
})
export const keying = (keys: string): Utterance => ({ ...saying(), keys })

/** Madame Lambert for whom all is well, but for what the test changes. */
export async function rehearsalWith(changes: Partial<Rehearsal>, answers: Rehearsal['answers'] = {}) {
  const base = await readRehearsal(join(folder, 'all-well.yaml'))
  return { ...base, expect: {}, answers: { ...base.answers, ...answers }, ...changes }
}

/** Through the identity by keys, then `answer` to everything. */
export const verifiedThen = (answer: readonly Utterance[]): Rehearsal['answers'] => ({
  person: [keying('1')],
  'birth-date': [keying('21011964')],
  'recording-consent': [keying('1')],
  '*': answer,
})

export interface HardCall {
  readonly rehearsal: Rehearsal
  readonly store?: (real: Store, journal: string[]) => Store
  readonly recogniser?: (real: Speech['recogniser'], journal: string[]) => Speech['recogniser']
  /** Where the recording goes. Default a new folder. */
  readonly recordings?: string
}

export interface MadeCall {
  /** What `ended` gave; undefined when it was rejected. */
  readonly ended: EndedCall | undefined
  /** As the store has it when everything that waited is committed. */
  readonly result: CallResult
  /** The questionnaire as the store kept it for this call's version. */
  readonly protocolText: string | undefined
  readonly story: PatientStory
  /** "play SAYID" when the voice is given a piece; what the wrapped parts add. */
  readonly journal: readonly string[]
  readonly recordings: string
  readonly line: LineState
  readonly live: number
}

/** One whole call, from `place` to the committed result, with parts that the test has damaged. */
export async function makeCall(stage: CallStage, lines: RehearsalLines, options: HardCall): Promise<MadeCall> {
  const { rehearsal } = options
  const journal: string[] = []
  const recordings = options.recordings ?? mkdtempSync(join(tmpdir(), 'hellojade-hard-'))
  const real = await openLibsqlStore({ path: ':memory:', key: randomBytes(32) })
  const dueCallId = await seed(real, rehearsal)
  const line = await lines.open({})
  const { recogniser } = stage.speech
  let asked: Asked | undefined
  const calls = composeCalls({
    config: stage.config,
    speech: { ...stage.speech, recogniser: options.recogniser?.(recogniser, journal) ?? recogniser },
    telephony: watched(line.telephony, ({ playId }) => journal.push(`play ${playId}`)),
    store: options.store?.(real, journal) ?? real,
    log: stage.log,
    recordings: { folder: recordings, plain: true },
    now: () => rehearsal.now,
    busy: line.busy,
    ringMs: 6000,
    ...(rehearsal.startAt === undefined ? {} : { extra: { startAt: rehearsal.startAt } }),
  })
  const patient = playPatient({ rehearsal, farEnd: line.farEnd, asked: () => asked })
  try {
    const call = await calls.place({ dueCallId, observer: { asked: linkId => (asked = { linkId }) } })
    const ended = await line.until(call.ended).catch(() => undefined)
    patient.stop()
    const story = await patient.story
    await calls.stop()
    const result = await real.result(call.callId)
    const { protocol = '', protocolVersion = '' } = result.call
    const protocolText = await real.protocolText(protocol, protocolVersion)
    return {
      ended,
      result,
      protocolText,
      story,
      journal,
      recordings,
      line: await line.telephony.state(),
      live: calls.live,
    }
  } finally {
    await line.close()
    await real.close()
  }
}

/** The patient of a rehearsal and her due call. */
export async function seed(store: Store, rehearsal: Rehearsal, number = '+3265000001'): Promise<DueCallId> {
  const { givenName, familyName, birthDate } = rehearsal.patient
  const patientId = await store.addPatient({
    givenName,
    familyName,
    birthDate,
    title: 'Madame',
    sex: 'f',
    language: 'fr',
    tempo: 1,
    gainDb: 0,
    phones: [{ number }],
    caregivers: [],
  })
  const common = { patientId, ward: 'Rehearsal', protocol: rehearsal.protocol }
  const dischargedAt = new Date(rehearsal.now.getTime() - DAY_MS)
  const encounterId = await store.addEncounter({ ...common, site: 'EpiCURA', dischargedAt })
  const notAfter = new Date(rehearsal.now.getTime() + DAY_MS)
  return store.addDueCall({ ...common, encounterId, dueAt: rehearsal.now, notAfter })
}

/** Tells when the voice is given a piece. */
export function watched(telephony: Telephony, onPlay: (options: PlayOptions) => void): Telephony {
  const listened = (leg: MediaLeg): MediaLeg => ({
    local: leg.local,
    connect: remote => leg.connect(remote),
    start: () => leg.start(),
    play: options => {
      onPlay(options)
      leg.play(options)
    },
    cut: () => leg.cut(),
    duck: gainDb => leg.duck(gainDb),
    sendDigits: digits => leg.sendDigits(digits),
    record: (path, seal) => leg.record(path, seal),
    onEvent: listener => leg.onEvent(listener),
    stats: () => leg.stats(),
    keptAudio: () => leg.keptAudio(),
    close: () => leg.close(),
  })
  return {
    start: () => telephony.start(),
    state: () => telephony.state(),
    stop: () => telephony.stop(),
    onReceived: listener => telephony.onReceived(listener),
    join: (leg, guest, listens) => telephony.join(leg, guest, listens),
    dial: request => {
      const leg = telephony.dial(request)
      return {
        channelId: leg.channelId,
        hangUp: () => leg.hangUp(),
        onEvent: listener =>
          leg.onEvent(event =>
            listener(event.type === 'answered' ? { ...event, audio: listened(event.audio) } : event),
          ),
      }
    },
  }
}

/** The recogniser with another `hear`. */
export const hearingWith = (real: Speech['recogniser'], hear: Speech['recogniser']['hear']): Speech['recogniser'] => ({
  hear,
  prepareCarriers: (carriers, speak) => real.prepareCarriers(carriers, speak),
  model: real.model,
  setLiveCalls: count => real.setLiveCalls(count),
  load: real.load,
  strain: real.strain,
  variant: real.variant,
  examine: (request, always) => real.examine(request, always),
  close: () => real.close(),
})

/** What the agent said, piece after piece. */
export const agentWords = (made: Pick<MadeCall, 'result'>): string[] =>
  made.result.turns.filter(({ speaker }) => speaker === 'agent').map(({ text }) => text)
