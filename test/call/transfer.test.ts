import t from 'tap'
import { db, ms } from '../../daemon/domain/units.js'
import type { MediaLeg } from '../../daemon/media/port.js'
import { tone, toneShare } from '../parts/tone.js'
import { busy, noAnswer, openTransferScene, picksUp } from './transfer-scene.js'

const speaks = (leg: MediaLeg) =>
  leg.play({ playId: 'nurse', clips: [{ pcm: tone(900, 60_000) }], gapMs: ms(0), tempo: 1, gainDb: db(0) })

t.test('busy, no answer, then a nurse who presses 1: joined, and each step is written', async t => {
  let nurse: MediaLeg | undefined
  const scene = await openTransferScene(t, {
    '6501': busy,
    '6502': noAnswer,
    '6503': picksUp(leg => {
      nurse = leg
      speaks(leg)
    }),
  })
  scene.start()
  await scene.pass(16_000)
  t.same(scene.rung, ['6501', '6502', '6503'])
  t.same(scene.prompts.rendered.slice(-2), ["C'est Madame Lambert.", 'Ça serre.'])
  nurse?.sendDigits('1')
  await scene.pass(1000)
  t.equal(scene.told.at(-1), 'accepted')
  scene.transfer.join(true)
  await scene.pass(3000)
  t.equal(scene.told.at(-1), 'joined')
  const [atPatient, atNurse] = [await scene.patientHeard(), (await nurse!.keptAudio()).incoming]
  t.ok(toneShare(atPatient.slice(-8 * 2000), 900) > 0.9, 'the patient hears the nurse')
  t.ok(toneShare(atNurse.slice(-8 * 2000), 500) > 0.9, 'the nurse hears the patient')
  t.same(await scene.steps(), ['rung', 'busy', 'rung', 'no-answer', 'rung', 'accepted', 'joined'])
  t.match(scene.transfer.report, { outcome: 'joined', acceptedBy: '6503' })
  t.ok((scene.transfer.report?.ringMs ?? Number.NaN) < 1000 + 10_000)
  await scene.hangUp()
  await scene.transfer.over
  t.ok(scene.patientGone())
})

t.test('who stays on the line for 8 s after the announcement has taken the patient', async t => {
  const scene = await openTransferScene(t, { '6501': picksUp(() => undefined) })
  scene.start()
  // Two sentences and the sign, then name, what leads to the words, the words, waiting, keys: a second each.
  await scene.pass(8500 + 8000)
  t.notOk(scene.told.includes('accepted'))
  await scene.pass(3500)
  t.equal(scene.told.at(-1), 'accepted')
  scene.transfer.stop()
  await scene.transfer.over
})

t.test(
  'a nurse of a Dutch-speaking hospital hears Dutch, and the words of a French patient as they were said',
  async t => {
    const scene = await openTransferScene(t, { '6501': picksUp(() => undefined) }, 'nl')
    scene.start()
    await scene.pass(3000)
    const { rendered } = scene.prompts
    t.same(rendered.slice(0, 3), [
      'Hier HelloJADE, de opvolggesprekken van het ziekenhuis.',
      'Een patiënt heeft u meteen nodig.',
      'Pijn in de borst.',
    ])
    t.ok(
      rendered.includes('Zijn of haar woorden:') &&
        rendered.includes('Druk 1 of blijf aan de lijn om te praten, druk 2 om te weigeren.'),
    )
    t.equal(rendered.at(-1), 'Het gaat om Madame Lambert.')
    t.same(scene.french.rendered, ['Ça serre.'], 'in the voice of her patient')
    t.equal(scene.french.ownerOf('Ça serre.'), scene.callId, 'and erased with the patient')
    scene.transfer.stop()
    await scene.transfer.over
  },
)

t.test('a nurse who presses 2, and one who hangs up on the announcement: nobody', async t => {
  const scene = await openTransferScene(t, {
    '6501': picksUp(leg => leg.sendDigits('2')),
    '6502': picksUp((_leg, call) => void call.hangUp(16)),
  })
  scene.start()
  await scene.pass(3000)
  t.equal(scene.told.at(-1), 'nobody')
  t.same(await scene.steps(), ['rung', 'refused', 'rung', 'refused', 'nobody'])
})

t.test('a nurse who hangs up before she is joined: the next is rung', async t => {
  const scene = await openTransferScene(t, {
    '6501': picksUp((leg, call) => {
      leg.sendDigits('1')
      leg.onEvent(event => void (event.type === 'window' && event.startAtMs > 1500 && call.hangUp(16)))
    }),
    '6502': noAnswer,
  })
  scene.start()
  await scene.pass(4000)
  t.same(scene.told, ['ringing', 'accepted', 'ringing'])
  t.same(await scene.steps(), ['rung', 'accepted', 'refused', 'rung'])
  await scene.pass(27_000)
  t.equal(scene.told.at(-1), 'nobody', 'nobody within 30 s')
})

t.test('nobody within 30 s, however long a phone would ring', async t => {
  const scene = await openTransferScene(t, { '6501': noAnswer })
  scene.start()
  await scene.pass(28_000)
  t.same(scene.told, ['ringing'])
  await scene.pass(2500)
  t.equal(scene.told.at(-1), 'nobody')
})

t.test('the patient hangs up while she listens: she hears that, and only a key takes it', async t => {
  let nurse: MediaLeg | undefined
  const scene = await openTransferScene(t, {
    '6501': picksUp(leg => {
      nurse = leg
    }),
  })
  scene.start()
  await scene.pass(2000)
  await scene.hangUp()
  await scene.pass(14_000)
  const heard = (await nurse!.keptAudio()).incoming
  t.ok(toneShare(heard.slice(8 * 2500, 8 * 4000), 700) > 0.5, 'she hears the new words, not silence')
  t.same(await scene.steps(), ['rung'], 'staying on the line takes nothing')
  nurse?.sendDigits('1')
  await scene.pass(3000)
  t.same(await scene.steps(), ['rung', 'taken'])
  t.match(scene.transfer.report, { outcome: 'taken' })
  await scene.transfer.over
})

t.test('a denial stops the ringing at once, and another sign may start it again', async t => {
  const scene = await openTransferScene(t, { '6501': noAnswer })
  scene.start()
  await scene.pass(1000)
  scene.transfer.stop()
  await scene.pass(200)
  t.same(scene.told, ['ringing'], 'the dialogue is not told what it asked for')
  t.same(await scene.steps(), ['rung', 'stopped'])
  scene.start()
  await scene.pass(1000)
  t.same(scene.rung, ['6501', '6501'])
  scene.transfer.stop()
  await scene.transfer.over
})

t.test('what nobody took rings every five minutes, also after a restart, until a key takes it', async t => {
  let nurse: MediaLeg | undefined
  let answers = false
  const answering = picksUp(leg => {
    nurse = leg
  })
  const scene = await openTransferScene(t, {
    '6501': call => (answers ? answering(call) : busy(call)),
  })
  await scene.hangUp()
  const first = scene.escalate()
  await scene.pass(290_000)
  t.same(scene.rung, [], 'not before five minutes')
  await scene.pass(25_000)
  t.same(scene.rung, ['6501'])
  await scene.pass(200_000)
  await first.stop()
  scene.escalate()
  await scene.pass(50_000)
  t.equal(scene.rung.length, 1)
  answers = true
  await scene.pass(52_000)
  t.equal(scene.rung.length, 2, 'again after a restart')
  await scene.pass(4000)
  nurse?.sendDigits('1')
  await scene.pass(320_000)
  t.equal(scene.rung.length, 2)
  t.same(await scene.steps(), ['rung', 'busy', 'nobody', 'rung', 'taken'])
  t.equal((await scene.store.openAlerts()).length, 1, 'a key closes nothing')
})

t.test('a nurse who presses 1 and hangs up amid the thanks has taken it, and nothing waits for her', async t => {
  const takes = picksUp((leg, call) => {
    leg.sendDigits('1')
    leg.onEvent(event => void (event.type === 'window' && event.startAtMs > 400 && call.hangUp(16)))
  })
  const scene = await openTransferScene(t, { '6501': takes })
  await scene.hangUp()
  scene.start()
  await scene.pass(4000)
  t.same(await scene.steps(), ['rung', 'taken'])
  t.ok(await isSettled(scene.transfer.over), 'the transfer is over')
})

t.test('one who takes a recalled alert and hangs up amid the thanks: the next alert is rung all the same', async t => {
  const takes = picksUp((leg, call) => {
    leg.sendDigits('1')
    leg.onEvent(event => void (event.type === 'window' && event.startAtMs > 400 && call.hangUp(16)))
  })
  const scene = await openTransferScene(t, { '6501': takes })
  await scene.hangUp()
  const escalation = scene.escalate()
  await scene.pass(305_000)
  t.same(await scene.steps(), ['rung', 'taken'])
  await scene.raise('red-flag:breathing')
  await scene.pass(320_000)
  t.same(scene.rung, ['6501', '6501'])
  t.ok(await isSettled(escalation.stop()), 'the daemon can stop')
})

/** Whether it settles without time passing. */
const isSettled = (promise: Promise<unknown>): Promise<boolean> =>
  Promise.race([promise.then(() => true), new Promise<boolean>(resolve => setTimeout(() => resolve(false), 500))])
