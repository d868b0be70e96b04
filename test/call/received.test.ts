import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { PlacedCall } from '../../daemon/call/port.js'
import { virtualDemonstration } from '../../daemon/cli/lines.js'
import { rehearse } from '../../daemon/cli/rehearsal-run.js'
import { composeCalls, type Speech } from '../../daemon/compose.js'
import { projectRoot } from '../../daemon/paths.js'
import { voiceLevels } from '../../daemon/rehearsal/levels.js'
import { readRehearsal } from '../../daemon/rehearsal/read.js'
import { openLibsqlStore } from '../../daemon/store/libsql/store.js'
import { rehearsalWith, seed } from './hard-scene.js'
import { openCallStage } from './stage.js'

const NUMBER = '+3265000001'
t.setTimeout(300_000)
const stage = await openCallStage(t)
const lines = await virtualDemonstration(stage.config)
t.teardown(() => lines.close())

/** A daemon in virtual time, to whose number anybody may ring. */
async function serving(t: Test, mostCalls = 10) {
  const line = await lines.open({})
  const store = await openLibsqlStore({ path: ':memory:', key: randomBytes(32) })
  const rehearsal = await rehearsalWith({})
  const dueCallId = await seed(store, rehearsal, NUMBER)
  const calls = composeCalls({
    ...{ config: stage.config, speech: stage.speech, telephony: line.telephony, store, log: stage.log, mostCalls },
    recordings: { folder: mkdtempSync(join(tmpdir(), 'hellojade-received-')), plain: true },
    now: () => rehearsal.now,
    busy: line.busy,
  })
  t.teardown(async () => {
    await calls.stop()
    await line.close()
    await store.close()
  })
  /** What came of it, and what the caller heard. */
  const ringIn = async (caller: string) => {
    let settle: (call: PlacedCall | undefined) => void = () => undefined
    const taken = new Promise<PlacedCall | undefined>(resolve => {
      settle = resolve
    })
    line.telephony.onReceived(call => void calls.receive(call).then(settle))
    const call = line.farEnd.call({ number: '+3265769111', caller })
    const heard = call.answer().then(leg => new Promise(resolve => call.onHangUp(() => resolve(leg.keptAudio()))))
    return { call, heard: heard.catch(() => undefined), taken: await line.until(taken) }
  }
  return { line, store, calls, dueCallId, ringIn }
}

const voiceMs = (audio: unknown): number =>
  voiceLevels((audio as { incoming: Int16Array }).incoming).prompts.length * 1000

t.test(
  'without room the caller hears so and is let go, and it is listed; with room again the next is taken',
  async t => {
    const { line, store, calls, ringIn } = await serving(t, 1)
    const first = await ringIn(NUMBER)
    t.equal(calls.live, 1)
    const second = await ringIn('+32471000000')
    t.equal(second.taken, undefined)
    t.ok(voiceMs(await line.until(second.heard)) > 0, 'words, not dead air')
    const shown = (await store.latestResults(5)).flatMap(({ disposition }) => disposition ?? [])
    t.same(shown, ['congestion'])
    await first.taken?.stop()
    const third = await ringIn('+32471000000')
    t.equal(calls.live, 1)
    await third.call.hangUp(16)
    t.equal((await line.until(third.taken!.ended)).disposition, 'interrupted')
  },
)

t.test('a database that fails, at the first request or the second, leaves nobody in silence', async t => {
  for (const broken of ['candidates', 'openReceived'] as const) {
    const { line, store, calls, ringIn } = await serving(t)
    Object.assign(store, { [broken]: () => Promise.reject(new Error('gone')) })
    const { taken, heard } = await ringIn(NUMBER)
    t.equal(taken, undefined)
    t.ok(voiceMs(await line.until(heard)) > 0, 'an apology is heard')
    t.equal(calls.live, 0)
  }
})

t.test('nobody rings a patient who is calling; a caller who hangs up at once leaves a closed call', async t => {
  const { line, store, calls, dueCallId, ringIn } = await serving(t)
  const { call, taken } = await ringIn(NUMBER)
  const onTheLine = { code: 'call/not-allowed', facts: { reason: 'on-the-line' } }
  await t.rejects(line.until(calls.place({ dueCallId })), onTheLine)
  await call.hangUp(16)
  const { disposition, result } = await line.until(taken!.ended)
  t.equal(disposition, 'interrupted')
  t.match(result.call, { direction: 'inbound', number: NUMBER })
  t.notOk('patientId' in result.call)
  t.match(await store.dueCall(dueCallId), { state: 'due' })
  t.same(await store.openCalls(), [])
})

/** As if the daemon had just begun to render what set-up leaves to it: of the other questionnaires nothing is on disk. */
function halfRendered({ prompts, dialogues, ...speech }: Speech): Speech {
  const [first] = dialogues.values()
  const there = new Set(first!.fixedSentences('fr', stage.config.hospital))
  return {
    ...speech,
    dialogues,
    prompts: {
      has: text => there.has(text) && prompts.has(text),
      get: text => prompts.get(text),
      render: (...what) => prompts.render(...what),
      erase: whose => prompts.erase(whose),
      missing: texts => prompts.missing(texts).concat(texts.filter(text => !there.has(text))),
      close: () => Promise.resolve(),
    },
  }
}

t.test(
  'who calls before the questionnaire that is due is rendered is not kept waiting: a message for the nurse',
  async t => {
    const file = await readRehearsal(join(projectRoot, 'test', 'rehearsals', 'calls-back-message.yaml'))
    const rehearsal = { ...file, protocol: 'after-surgery-day-1', due: true }
    const setting = { ...stage, speech: halfRendered(stage.speech), lines }
    const { report, result } = await rehearse(rehearsal, setting)
    t.same(report.failures, [], 'verified, a message, the task')
    t.match(result.tasks, [{ kind: 'callback', note: /^message : / }])
    t.notOk('dueCallId' in result.call, 'the call that is due stays due')
    t.ok(report.turnGapsMs.length > 0 && Math.max(...report.turnGapsMs) < 2500, 'no dead air')
  },
)
