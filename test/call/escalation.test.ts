import t from 'tap'
import { Failure } from '../../daemon/domain/failure.js'
import { busy, noAnswer, openTransferScene, picksUp } from './transfer-scene.js'

t.test(
  'an alert that cannot be read or whose steps are refused holds up no other, and is rung all the same',
  async t => {
    const scene = await openTransferScene(t, { '6501': busy })
    await scene.hangUp()
    await scene.raise('red-flag:breathing')
    const { store } = scene
    store.result = () => Promise.reject(new Failure('store/damaged'))
    store.addAlertStep = () => Promise.reject(new Failure('store/unavailable'))
    scene.escalate()
    await scene.pass(305_000)
    t.equal(scene.rung.length, 2, 'both are rung')
    t.notOk(
      scene.prompts.rendered.some(text => text.includes('Lambert')),
      'with what the alert itself holds',
    )
    t.ok(scene.prompts.rendered.includes('Ça serre.'))
    await scene.pass(285_000)
    t.equal(scene.rung.length, 2, 'and neither again before five minutes')
    await scene.pass(30_000)
    t.equal(scene.rung.length, 4)
  },
)

t.test('who took an alert by key is not rung again for it though that could not be written', async t => {
  const scene = await openTransferScene(t, { '6501': picksUp(leg => leg.sendDigits('1')) })
  await scene.hangUp()
  const { store } = scene
  const write = store.addAlertStep.bind(store)
  store.addAlertStep = () => Promise.reject(new Failure('store/unavailable'))
  scene.escalate()
  await scene.pass(320_000)
  t.equal(scene.rung.length, 1)
  store.addAlertStep = write
  await scene.pass(20_000)
  t.same((await scene.steps())?.at(-1), 'taken', 'it is written once the store takes it')
  await scene.pass(320_000)
  t.equal(scene.rung.length, 1)
})

t.test(
  'the words that a nurse hears are kept for one person alone, or for the call where nobody knows whose they are',
  async t => {
    const scene = await openTransferScene(t, { '6501': noAnswer })
    scene.start()
    await scene.pass(1000)
    t.equal(scene.prompts.ownerOf('Ça serre.'), scene.callId)
    scene.transfer.stop()
    await scene.hangUp()
    scene.prompts.forget()
    scene.escalate()
    await scene.pass(315_000)
    t.equal(scene.prompts.ownerOf('Ça serre.'), scene.callId)
  },
)
