import { randomBytes } from 'node:crypto'
import { openApi } from '../../api/api.js'
import type { CallLog } from '../call/port.js'
import {
  composeCalls,
  composeEscalation,
  composeMedia,
  composeSpeech,
  composeTelephony,
  excuseOf,
  type LiveSpeech,
} from '../compose.js'
import { readCalls, useCalls } from '../compose-calls.js'
import { composeDischarges, composeHl7, type DischargesIn } from '../compose-discharges.js'
import { composeSchedule } from '../compose-schedule.js'
import { composeKeys, composeStore } from '../compose-store.js'
import type { Config } from '../config.js'
import { Failure } from '../domain/failure.js'
import type { DueCallId } from '../domain/ids.js'
import { keepAuditHeads } from '../ops/audit-heads.js'
import { Health } from '../ops/health.js'
import type { AppLog } from '../ops/port.js'
import type { Hl7Listener } from '../schedule/hl7/listener.js'
import type { Strain } from '../speech/port.js'
import type { DemonstrationLine } from '../telephony/demonstration/line.js'
import { auditHeadsFile } from './audit.js'
import { demonstrationDueCall, liveDemonstrationPatient } from './demonstration.js'
import { showCall, showResult } from './display.js'
import { renderRest } from './rest.js'
import { keepRetention } from './upkeep.js'

export interface ServeOptions {
  /** Ring the demonstration patient once after the start (the embedded default). */
  readonly demonstration: boolean
  readonly print: (line: string) => void
  readonly version: string
}

/** A daemon at work. */
export interface Running {
  stop(): Promise<void>
  /** Reads the questionnaires again. */
  reload(): Promise<void>
}

/** `hellojade serve`: everything that the daemon is, in the order in which it starts; stopping is the reverse. */
export async function serve(config: Config, options: ServeOptions, log: AppLog & CallLog): Promise<Running> {
  const { print } = options
  const startedAt = performance.now()
  const health = new Health()
  const keys = await composeKeys(config)
  const store = await composeStore(config, keys, log)
  await store.audit.append({ action: 'daemon.started', facts: { version: options.version } })
  const left = await store.closeInterruptedCalls(new Date())
  if (left.length > 0) print(`${left.length} appel(s) interrompu(s) par l'arrêt précédent : clos, avec leur suite.`)
  const dischargesIn = composeDischarges({ config, store, log })
  const hl7 = await composeHl7(config, dischargesIn.receiver, log)
  const token = randomBytes(24).toString('base64url')
  const api = await openApi({
    port: config.settings.HELLOJADE_PORT,
    host: '127.0.0.1',
    token,
    store,
    health,
    log,
    version: options.version,
  })
  const speech = await composeSpeech(config, { onRender: progress(print) })
  const media = await composeMedia(config)
  const telephony = composeTelephony(config, media, log, { excuse: excuseOf(speech, config) })
  await telephony.start()
  const calls = composeCalls({
    config,
    speech,
    telephony,
    store,
    log,
    recordings: { folder: config.folders.recordings, keys },
    codec: config.settings.ARI_CODEC,
  })
  telephony.onReceived(call => void calls.receive(call))
  health.watch('line', async () => ({ up: (await telephony.state()).up, detail: (await telephony.state()).detail }))
  health.watch('speech', () =>
    Promise.resolve({
      up: true,
      detail: `${speech.recogniser.model}${strainShown(speech.recogniser.strain)}; ${speech.voice.reason}`,
    }),
  )
  const escalation = composeEscalation({ config, speech, telephony, store, log })
  escalation.start()
  health.watch('nurses', async () => nursesState(await escalation.waiting(), config.settings.HELLOJADE_NURSES.length))
  useCalls(readCalls())
  const schedule = await composeSchedule({
    ...{ config, store, calls, telephony, escalation, log },
    protocols: () => [...speech.dialogues.keys()],
    strain: () => speech.recogniser.strain,
  })
  health.watch('schedule', () => schedule.state())
  if (hl7 !== undefined) {
    health.watch('hl7', async () => hl7State(hl7, await store.deadLetters({ all: false, limit: MOST_LETTERS })))
    print(`HL7 v2 (MLLP) : ${config.settings.HELLOJADE_HL7_HOST}:${hl7.port}`)
  }
  print(`Voix : ${speech.voice.reason}`)
  print(`Prêt en ${((performance.now() - startedAt) / 1000).toFixed(1)} s · ${api.url} · ligne ${config.line}`)
  print(`Jeton d'accès aux résultats (affiché une seule fois) : ${token}`)
  const stopHeads = keepAuditHeads({ audit: store.audit, path: auditHeadsFile(config), log, now: () => new Date() })
  const stopRetention = keepRetention(config, store, log)
  const rendering = new AbortController()
  // Not beside the demonstration: until its call is live nothing tells rendering to give way.
  const renderOthers = (): void => {
    if (!rendering.signal.aborted) rendering.signal.addEventListener('abort', renderRest(speech, calls, log, config))
  }
  if (options.demonstration && 'farEnd' in telephony) {
    const dueCallId = await demonstrationDueCall(store)
    void demonstrate({ telephony, calls, dueCallId, print })
      .catch(() => print("L'appel de démonstration a échoué."))
      .finally(renderOthers)
  } else renderOthers()
  await schedule.start()
  const stop = async () => {
    rendering.abort()
    await hl7?.stop()
    await schedule.stop()
    await escalation.stop()
    await calls.stop()
    await telephony.stop()
    await media.close()
    await api.close()
    await speech.close()
    stopHeads()
    await stopRetention()
    await store.close()
  }
  return { stop, reload: () => reload(speech, dischargesIn, print) }
}

/** New calls use what was read; a mistake is told with its file and line, and the last good version stays. */
async function reload(speech: LiveSpeech, dischargesIn: DischargesIn, print: (line: string) => void): Promise<void> {
  try {
    const calls = readCalls()
    dischargesIn.reload()
    await speech.reload()
    useCalls(calls)
  } catch (cause) {
    if (!(cause instanceof Failure)) throw cause
    return print(`Questionnaires inchangés. ${cause.sentence('fr')}`)
  }
  const read = [...speech.dialogues.values()].map(({ protocol: { id, version } }) => `${id} ${version}`)
  print(`Questionnaires relus : ${read.join(', ')}`)
}

/** More than these is "many". */
const MOST_LETTERS = 100

const hl7State = (hl7: Hl7Listener, refused: readonly unknown[]) => ({
  up: true,
  detail: `${hl7.connections()} sender(s) connected; ${refused.length}${refused.length < MOST_LETTERS ? '' : ' or more'} refused message(s) wait for a person`,
})

/** Empty while nobody has been heard. */
const strainShown = ({ turns, waitedMs, busyShare }: Strain): string =>
  turns === 0 ? '' : ` (${Math.round(busyShare * 100)} % busy, turns wait ${waitedMs} ms)`

const nursesState = (waiting: number, numbers: number) => ({
  up: true,
  detail: `${numbers} number(s) to ring; ${waiting} emergency alert(s) wait for a nurse`,
})

interface Demonstration {
  readonly telephony: DemonstrationLine
  readonly calls: ReturnType<typeof composeCalls>
  readonly dueCallId: DueCallId
  readonly print: (line: string) => void
}

/** The first thing a newcomer sees: a whole call, turn by turn, then its result. */
async function demonstrate({ telephony, calls, dueCallId, print }: Demonstration): Promise<void> {
  const patient = await liveDemonstrationPatient(telephony)
  print('')
  print('Appel de démonstration :')
  const call = await calls.place({ dueCallId, observer: { ...showCall(print), asked: patient.asked } })
  showResult(await call.ended, print)
}

/** One line per tenth part: readable on a terminal and in the journal. */
const progress = (print: (line: string) => void) => {
  let shown = -1
  return (done: number, of: number): void => {
    const tenth = of === 0 ? 10 : Math.floor((done * 10) / of)
    if (tenth === shown || (shown < 0 && done === of)) return
    shown = tenth
    print(`Phrases enregistrées : ${done}/${of}`)
  }
}
