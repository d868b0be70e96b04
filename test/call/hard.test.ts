import t from 'tap'
import { virtualDemonstration } from '../../daemon/cli/lines.js'
import { soundsIn } from '../../daemon/rehearsal/sound.js'
import { endsPolitely, values } from './hard-ends.js'
import { agentWords, clip, makeCall, rehearsalWith, saying, verifiedThen } from './hard-scene.js'
import { music, noise, unbroken } from './hard-sounds.js'
import { openCallStage } from './stage.js'

const stage = await openCallStage(t)
const lines = await virtualDemonstration(stage.config)
t.teardown(() => lines.close())

t.test('who picks up and never speaks is silent, with a task, after being asked three ways', async t => {
  const made = await makeCall(stage, lines, { rehearsal: await rehearsalWith({ opening: [], answers: {} }) })
  t.equal(made.ended?.disposition, 'silent')
  t.same(
    made.result.tasks.map(({ kind }) => kind),
    ['silent'],
  )
  t.same([values(made), made.result.alerts], [[], []])
  t.ok(agentWords(made).some(text => /prenez votre temps/i.test(text)))
  t.ok(
    agentWords(made).some(text => /tapez/i.test(text)),
    'the keypad was offered',
  )
  endsPolitely(t, made)
})

for (const [name, sound] of [
  ['noise', noise(2500, -20)],
  ['music', music(2500)],
] as const) {
  t.test(`${name} in place of every word: no identity, no value, no alert, a goodbye`, async t => {
    const rehearsal = await rehearsalWith({ opening: [saying(sound)], answers: { '*': [saying(sound)] } })
    const made = await makeCall(stage, lines, { rehearsal })
    t.ok(['silent', 'identity-not-verified'].includes(made.ended?.disposition ?? ''), `${made.ended?.disposition}`)
    t.not(made.result.call.identity, 'verified')
    t.same([values(made), made.result.alerts], [[], []])
    t.equal(made.result.tasks.length, 1)
    endsPolitely(t, made)
  })

  t.test(
    `${name} as the answer to every question: no value, no alert, a goodbye, and a nurse learns of it`,
    async t => {
      const rehearsal = await rehearsalWith({ answers: verifiedThen([saying(sound)]) })
      const made = await makeCall(stage, lines, { rehearsal })
      t.equal(made.result.call.identity, 'verified')
      t.same([values(made), made.result.alerts], [[], []])
      t.ok(made.result.tasks.length > 0)
      t.not(made.result.call.score?.complete, true, 'nothing counts as fine')
      endsPolitely(t, made)
    },
  )
}

t.test('a television that never falls silent is greeted, and the call comes to an end', async t => {
  const parts = await Promise.all(
    ['siwis-trois-sur-dix-ca-va.wav', 'trois-sur-dix-ca-va.wav', 'je-prends-tout.wav'].map(clip),
  )
  const television = saying(unbroken(parts, 240_000))
  const made = await makeCall(stage, lines, { rehearsal: await rehearsalWith({ opening: [television], answers: {} }) })
  const firstMs = soundsIn(made.story.audio?.incoming ?? new Int16Array(0), 8000)[0]?.startMs ?? Number.NaN
  t.ok(firstMs < 26_000, `greeted after ${firstMs} ms`)
  t.match(agentWords(made)[0], /assistant vocal automatique/)
  t.same([values(made), made.result.alerts], [[], []])
  t.not(made.result.call.identity, 'verified')
  // A turn that does not end is taken as over after 20 s.
  endsPolitely(t, made, 21_000)
})
