import t from 'tap'
import { Ear } from '../../daemon/call/ear.js'
import { virtualDemonstration } from '../../daemon/cli/lines.js'
import { agentWords, clip, keying, makeCall, rehearsalWith, saying, verifiedThen } from './hard-scene.js'
import { openCallStage } from './stage.js'
import { settle, windows } from './windows.js'

const stage = await openCallStage(t)
const lines = await virtualDemonstration(stage.config)
t.teardown(() => lines.close())

const NOTICE = /assistant vocal automatique/

t.test('a key pressed with the cheek on picking up does not keep us dumb', async t => {
  const rehearsal = await rehearsalWith({ opening: [keying('5')], startAt: 'anything-else' })
  const made = await makeCall(stage, lines, { rehearsal })
  t.match(agentWords(made)[0], NOTICE)
  t.equal(made.ended?.disposition, 'completed')
  t.match(JSON.parse(made.protocolText ?? '{}'), { protocol: { id: 'general-follow-up' } }, 'what was asked is kept')
})

t.test('a key under the AI notice does not cut it short and answers nothing', async t => {
  const rehearsal = await rehearsalWith(
    { opening: [saying(await clip('siwis-allo.wav')), { ...keying('2'), afterMs: 4000 }] },
    verifiedThen([]),
  )
  const made = await makeCall(stage, lines, { rehearsal })
  const notice = made.result.turns.find(({ text }) => NOTICE.test(text))
  t.ok((notice?.startMs ?? 0) < 4000 && (notice?.endMs ?? 0) > 5000, 'it was pressed during the notice')
  t.equal(notice?.interrupted, false)
  t.equal(made.result.call.identity, 'verified', 'the 2 was no "no" to "Puis-je parler à…"')
})

t.test('keys answer every question, and the question of the recording is heard to its end', async t => {
  const keyed = { pain: [keying('0')], morale: [keying('9')], fever: [keying('2')], medicines: [keying('1')] }
  const rest = { transit: [keying('1')], 'anything-else': [keying('2')] }
  const made = await makeCall(stage, lines, {
    rehearsal: await rehearsalWith({}, { ...verifiedThen([]), ...keyed, ...rest }),
  })
  t.equal(made.ended?.disposition, 'completed')
  const byKeys = made.result.answers.filter(({ byKeypad }) => byKeypad).map(({ linkId, value }) => [linkId, value])
  t.match(Object.fromEntries(byKeys), { pain: 0, morale: 9, fever: false, medicines: true, transit: true })
  const consent = made.result.turns.filter(
    ({ speaker, linkId }) => speaker === 'agent' && linkId === 'recording-consent',
  )
  t.ok(consent.length > 0 && consent.every(({ interrupted }) => !interrupted))
})

t.test('a recognition that never ends is a failure after ten seconds, not silence for ever', async t => {
  let failures = 0
  const listener = { speaking: () => undefined, turn: () => undefined, failed: () => void failures++ }
  const ear = new Ear(
    () => new Promise(() => undefined),
    () => 'complete',
    listener,
  )
  const heard = windows(['rest', 300], ['say', 1000], ['rest', 12_000])
  for (const window of heard) {
    ear.window(window)
    await settle()
    if (window.startAtMs < 10_000) t.equal(failures, 0)
  }
  t.equal(failures, 1)
  t.ok(ear.quiet, 'and it listens again')
})
