import t from 'tap'
import { Scene, settled } from './scene.js'

t.test('a patient who is well answers every question and the closing is reached', t => {
  const scene = new Scene().reply(
    ...settled,
    'Deux.',
    'Au genou.',
    'Oui.',
    'Oui, normalement.',
    'Huit.',
    'Non.',
    'Non, merci.',
  )
  t.match(scene.said(), /112.*médecin traitant.*065 76 98 11.*Au revoir\./)
  t.equal(scene.listening, 'closing')
  scene.reply('')
  t.equal(scene.ended, 'completed')
  t.equal(scene.state.identity, 'verified')
  t.match(scene.state.answers, {
    pain: { value: 2 },
    'pain-where': { value: 'Au genou.' },
    medicines: { value: true },
    transit: { value: true },
    morale: { value: 8 },
    fever: { value: false },
    'anything-else': { value: false },
    'transit-problem': { status: 'not-asked' },
    temperature: { status: 'not-asked' },
  })
  t.same(scene.rules, [])
  t.same(scene.tasks, [])
  t.match(
    scene.acts.find(act => act.type === 'score'),
    { score: 100, complete: true, band: 'excellent' },
  )
  t.end()
})
