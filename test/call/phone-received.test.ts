import t, { type Test } from 'tap'
import type { CallObserver, PlacedCall } from '../../daemon/call/port.js'
import type { ReceivedCall } from '../../daemon/telephony/port.js'
import { PHONE_NUMBER, type Phone } from '../parts/baresip.js'
import { eventually } from '../parts/process.js'
import { openStage } from '../parts/stage.js'
import { openPhoneCalls, type PhoneCalls, scene, whenAsked } from './phone-scene.js'
import { openCallStage } from './stage.js'

const HOSPITAL = '+3265769111'
const KEYS: Readonly<Record<string, string>> = {
  'birth-date': '21011964',
  'recording-consent': '1',
  pain: '0',
  medicines: '1',
  transit: '1',
  morale: '8',
  fever: '2',
  'anything-else': '2',
}

const { skip } = await openStage(t)
const speech = await openCallStage(t)

type Parts = Parameters<Parameters<typeof scene>[2]>[1]

const open = (t: Test, parts: Parts, mostCalls?: number) =>
  openPhoneCalls(t, {
    ...{ ...parts, speech, endpoint: 'PJSIP/{number}@trunk' },
    ...(mostCalls === undefined ? {} : { mostCalls }),
  })
const caller = (t: Test, { stage }: Parts, number = PHONE_NUMBER) => stage.phone(t, { mode: 'answer', number })
const pressing = (phone: Phone, keys: typeof KEYS = KEYS, then: CallObserver = {}): CallObserver => ({
  asked: (linkId, seq) => {
    setTimeout(() => void phone.press(keys[linkId] ?? ''), 400)
    then.asked?.(linkId, seq)
  },
})
function ringIn(
  { asterisk }: Parts,
  made: PhoneCalls,
  phone: Phone,
  observer: CallObserver,
): Promise<PlacedCall | undefined> {
  const taken = new Promise<PlacedCall | undefined>(resolve =>
    made.line.onReceived((call: ReceivedCall) => void resolve(made.calls.receive(call, observer))),
  )
  phone.dial(HOSPITAL, `${asterisk.host}:${asterisk.sipPort}`)
  return taken
}

// Two at once: most of a call is waiting.
t.test("a patient rings the hospital's number from a real phone", { skip, jobs: 2 }, t => {
  scene(t, 'the call that is due is made, and nobody rings for it meanwhile or afterwards', async (t, parts) => {
    const made = await open(t, parts)
    const phone = await caller(t, parts)
    const dueCallId = await made.due()
    const { observer, asked } = whenAsked('medicines')
    const call = await ringIn(parts, made, phone, pressing(phone, KEYS, observer))
    await asked
    const onTheLine = { code: 'call/not-allowed', facts: { reason: 'on-the-line' } }
    await t.rejects(made.calls.place({ dueCallId }), onTheLine)
    const ended = await call?.ended
    t.match(ended, { disposition: 'completed', result: { call: { direction: 'inbound', identity: 'verified' } } })
    t.match(ended?.result.turns[0]?.text, /^Bonjour, ici l'hôpital EpiCURA\. Je suis un assistant vocal automatique/)
    t.equal(ended?.result.answers.find(({ linkId }) => linkId === 'morale')?.value, 8)
    t.match(await made.store.dueCall(dueCallId), { state: 'done' })
    t.ok(phone.heard().length > 8 * 20_000, 'the caller heard a whole call')
    await made.nothingLeft(t)
  })

  scene(t, 'hung up in the middle, the call goes on at that question when we ring', async (t, parts) => {
    const made = await open(t, parts)
    const phone = await caller(t, parts)
    const dueCallId = await made.due()
    const { observer, asked } = whenAsked('transit')
    const call = await ringIn(parts, made, phone, pressing(phone, { ...KEYS, transit: '' }, observer))
    await asked
    await phone.hangUp()
    t.equal((await call?.ended)?.disposition, 'partial')
    t.match(await made.store.dueCall(dueCallId), { state: 'due' })
    const kept = await made.store.earlierAnswers(dueCallId, new Date())
    t.same(
      kept.filter(({ linkId }) => linkId === 'pain' || linkId === 'medicines').map(({ value }) => value),
      [0, true],
    )
    await made.nothingLeft(t)
  })

  scene(t, 'a number on no record gets nothing of any record', async (t, parts) => {
    const made = await open(t, parts)
    await made.due()
    const phone = await caller(t, parts, '+32471111111')
    const { observer, asked } = whenAsked('person')
    const call = await ringIn(parts, made, phone, pressing(phone, KEYS, observer))
    await asked
    await phone.hangUp()
    const ended = await call?.ended
    t.same(ended?.result.call.patientId, undefined)
    t.notMatch(JSON.stringify(ended?.result.turns), /Lambert|Jeanne/)
    await made.nothingLeft(t)
  })

  scene(t, 'without room the caller hears so and is let go; somebody can see that they called', async (t, parts) => {
    const made = await open(t, parts, 1)
    const [first, second] = [await caller(t, parts), await caller(t, parts, '+32471111111')]
    const talking = await ringIn(parts, made, first, {})
    t.equal(made.calls.live, 1)
    t.equal(await ringIn(parts, made, second, {}), undefined)
    t.ok(await eventually(() => second.heard().length > 8 * 3000, 3000), 'words, not dead air')
    const shown = (await made.store.latestResults(5)).flatMap(({ disposition }) => disposition ?? [])
    t.same(shown, ['congestion'])
    await talking?.stop()
    await made.nothingLeft(t)
  })

  scene(t, 'a database that fails lets nobody hang in silence', async (t, parts) => {
    const made = await open(t, parts)
    const phone = await caller(t, parts)
    await made.store.close()
    t.equal(await ringIn(parts, made, phone, {}), undefined)
    t.ok(await eventually(() => phone.heard().length > 8 * 2000, 3000), 'an apology is heard')
    await parts.stage.empty(t, parts.asterisk)
  })
  t.end()
})
