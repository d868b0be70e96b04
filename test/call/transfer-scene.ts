import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { createEscalation, type Escalation } from '../../daemon/call/escalation.js'
import { Outbox } from '../../daemon/call/outbox.js'
import { Transfer } from '../../daemon/call/transfer.js'
import { Busy } from '../../daemon/cli/busy.js'
import { parseAnnouncer } from '../../daemon/dialogue/announcement.js'
import type { TransferOutcome } from '../../daemon/dialogue/port.js'
import type { Language } from '../../daemon/domain/expected.js'
import { type CallId, uuidV7 } from '../../daemon/domain/ids.js'
import { db, ms } from '../../daemon/domain/units.js'
import type { MediaLeg } from '../../daemon/media/port.js'
import { openVirtualMedia } from '../../daemon/media/virtual.js'
import { projectRoot } from '../../daemon/paths.js'
import type { Prompts } from '../../daemon/speech/port.js'
import { openLibsqlStore } from '../../daemon/store/libsql/store.js'
import type { ArrivingCall } from '../../daemon/telephony/demonstration/call.js'
import { openDemonstrationLine } from '../../daemon/telephony/demonstration/line.js'
import { VirtualTime } from '../../daemon/telephony/demonstration/scheduler.js'
import { tone } from '../parts/tone.js'
import { SILERO } from '../rehearsal/stage.js'

export const KEY = 'red-flag:chest-pain'
const NOW = new Date('2026-11-24T09:00:00Z')
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** Every sentence is a second of tone; what was asked for is remembered, and whose it is. */
function tones() {
  const rendered: string[] = []
  const owners = new Map<string, string | undefined>()
  const prompts: Prompts = {
    has: () => true,
    get: () => ({ pcm: tone(700, 1000) }),
    render: (texts, _onProgress, owner) => {
      rendered.push(...texts)
      for (const text of texts) owners.set(text, owner?.personal)
      return Promise.resolve()
    },
  }
  return { ...prompts, rendered, ownerOf: (text: string) => owners.get(text), forget: () => owners.clear() }
}

/** What the phone of each number does. */
export type Phones = Readonly<Record<string, (call: ArrivingCall) => void>>
export const busy = (call: ArrivingCall) => void call.hangUp(17)
export const noAnswer = (call: ArrivingCall) => void call.ring()
export const picksUp = (then: (leg: MediaLeg, call: ArrivingCall) => void) => (call: ArrivingCall) => {
  void call.ring()
  void call.answer().then(leg => then(leg, call))
}

/** A patient on the line and nurses' phones, in virtual time, with a store; the alert is written. `nursesHear`: in this language. */
export async function openTransferScene(t: Test, phones: Phones, nursesHear: Language = 'fr') {
  const flying = new Busy()
  const media = await openVirtualMedia({ sileroPath: SILERO, settled: flying.settled })
  const time = new VirtualTime()
  const line = openDemonstrationLine({ media, scheduler: time, callee: { keepAudio: true } })
  await line.start()
  const store = await openLibsqlStore({ path: ':memory:', key: randomBytes(32) })
  const rung: string[] = []
  let patientEnd: ArrivingCall | undefined
  let patientLeg: MediaLeg | undefined
  line.farEnd.onCall((call: ArrivingCall) => {
    if (call.to === 'nurse') {
      rung.push(call.number)
      return phones[call.number]?.(call)
    }
    patientEnd = call
    void call.answer().then(leg => {
      patientLeg = leg
      leg.play({ playId: 'voice', clips: [{ pcm: tone(500, 120_000) }], gapMs: ms(0), tempo: 1, gainDb: db(0) })
    })
  })
  const callId = uuidV7(NOW.getTime(), randomBytes(10)) as CallId
  await store.openReceived({ id: callId, site: 'EpiCURA', ward: 'Accueil', startedAt: NOW })
  const alert = { rule: 'red-flag', ruleVersion: '1', urgency: 'emergency', words: 'Ça serre.' } as const
  const raise = (key: string, at: Date) =>
    store.raiseAlert(callId, { ...alert, key, ward: 'Accueil', recordingSecond: null, at })
  await raise(KEY, NOW)
  const file = `common.nurse.${nursesHear}.yaml`
  const announcer = parseAnnouncer(readFileSync(join(projectRoot, 'protocols', file), 'utf8'), file)
  const prompts = tones()
  const french = nursesHear === 'fr' ? prompts : tones()
  const voiceIn = () => french
  const nurses = Object.keys(phones)
  const timer = { after: (delayMs: number, what: () => void) => time.after(ms(delayMs), what), nowMs: () => time.now }
  const now = () => new Date(NOW.getTime() + time.now)
  const common = {
    telephony: line,
    store,
    log: silent,
    now,
    prompts,
    voiceIn,
    announcer,
    timer,
    busy: flying.track,
    nurses,
  }
  const leg = line.dial({ channelId: callId, number: '1', ringMs: 1000 })
  const told: TransferOutcome[] = []
  const outbox = new Outbox(silent)
  const transfer = new Transfer(
    { ...common, limitMs: 30_000 },
    { callId, leg, outbox, who: () => ({ name: 'Madame Lambert' }), tell: outcome => told.push(outcome) },
  )
  let patientGone = false
  leg.onEvent(event => {
    if (event.type !== 'hung-up') return
    patientGone = true
    transfer.patientGone()
  })
  const pass = async (byMs: number) => {
    for (let passed = 0; passed < byMs; passed += 20) {
      time.advance(ms(20))
      await media.advance()
    }
  }
  let escalation: Escalation | undefined
  t.teardown(async () => {
    await escalation?.stop()
    await line.stop()
    outbox.close()
    if (media.openLegs > 0) throw new Error(`${media.openLegs} legs are left`)
    await media.close()
    await store.close()
  })
  await pass(100)
  return {
    ...{ transfer, told, rung, pass, prompts, french, store, callId },
    raise: (key: string) => raise(key, now()),
    start: () => {
      const need = { sign: 'chest-pain', verified: true, words: 'Ça serre.', wordsIn: 'fr' } as const
      transfer.start({ type: 'transfer', key: KEY, why: 'emergency', ...need }, 700)
    },
    hangUp: () => patientEnd?.hangUp(16),
    patientGone: () => patientGone,
    patientHeard: async () => (await patientLeg!.keptAudio()).incoming,
    steps: async () => (await store.result(callId)).alerts[0]?.steps.map(({ kind }) => kind),
    escalate: () => {
      escalation = createEscalation(common)
      escalation.start()
      return escalation
    },
  }
}
