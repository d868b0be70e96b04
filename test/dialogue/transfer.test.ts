import t from 'tap'
import { ms } from '../../daemon/domain/units.js'
import { jeanne, Scene } from './scene.js'

const nurses = { ...jeanne, nurseRings: true, nurseAvailable: true }
const PAIN = "J'ai mal dans la poitrine"
const ring = (scene: Scene, ...outcomes: readonly ('ringing' | 'accepted' | 'joined' | 'nobody')[]): Scene => {
  for (const outcome of outcomes) scene.send({ type: 'transfer', outcome, atMs: ms(scene.atMs) })
  return scene
}
const kinds = (scene: Scene) => scene.last.map(act => act.type)

for (const [how, reply] of [
  ['confirmed', 'Oui'],
  ['unclear', 'le chien aboie'],
  ['met with silence', ''],
] as const)
  t.test(`an emergency that is ${how}: the alert, then the ring, then a calm sentence, and no 112 yet`, t => {
    const scene = Scene.at('medicines', nurses).reply(PAIN, reply)
    t.same(kinds(scene).slice(0, 3), ['alert', 'transfer', 'say'])
    t.match(scene.last[1], { why: 'emergency', sign: 'chest-pain', words: PAIN, verified: true })
    t.match(scene.said(), /préviens tout de suite une infirmière.*restez bien en ligne/)
    t.notMatch(scene.said(), /112/)
    t.equal(scene.listening, 'closing')
    t.end()
  })

t.test('a hang-up at the confirming question rings the nurse all the same', t => {
  const scene = Scene.at('medicines', nurses).reply(PAIN, { type: 'hung-up', atMs: ms(60_000) })
  t.same(kinds(scene).slice(0, 2), ['alert', 'transfer'])
  t.match(scene.state.alerts['red-flag:chest-pain'], { urgency: 'emergency', confirmation: 'hung-up' })
  t.end()
})

t.test('while it rings silence is answered by comfort, each time another sentence', t => {
  const scene = ring(Scene.at('medicines', nurses).reply(PAIN, 'Oui'), 'ringing').reply('')
  const first = scene.said()
  t.match(first, /avec vous/)
  scene.reply('')
  t.not(scene.said(), first)
  t.match(scene.said(), /ne vous laisse pas/)
  t.end()
})

t.test('a nurse who accepts: the patient is told, joined, and the call is transferred with everything listed', t => {
  const scene = ring(Scene.at('medicines', nurses).reply(PAIN, 'Oui'), 'ringing', 'accepted')
  t.same(kinds(scene), ['say', 'join', 'listen'])
  t.match(scene.last[0], { overlap: 'never', sentences: [/je vous la passe/] })
  ring(scene, 'joined')
  t.match(scene.last.at(-1), { type: 'leave', disposition: 'transferred' })
  t.match(scene.answer('medicines'), { status: 'not-asked' })
  t.notOk(scene.acts.some(act => act.type === 'hang-up'))
  t.end()
})

t.test('a nurse who hangs up before she is joined: the next is rung, and the patient is not left in silence', t => {
  const scene = ring(Scene.at('medicines', nurses).reply(PAIN, 'Oui'), 'ringing', 'accepted', 'ringing')
  t.same(kinds(scene), ['say', 'listen'])
  ring(scene, 'nobody')
  t.match(scene.said(), /n'est libre.*112/)
  t.end()
})

t.test('nobody takes it: 112; with suicidal words the line is held; after poison the antipoison centre too', t => {
  const told = (words: string) => ring(Scene.at('medicines', nurses).reply(words, 'Oui'), 'ringing', 'nobody')
  t.match(told(PAIN).said(), /112/)
  t.match(told("J'ai pris trop de médicaments").said(), /112.*070 245 245/)
  const despair = told('Je veux mourir')
  t.match(despair.said(), /reste en ligne.*0800 32 123/)
  despair.reply('je suis seule', '')
  t.equal(despair.ended, undefined)
  t.end()
})

t.test('a denial while it rings stops the transfer, stands beside the alert, and the questions go on', t => {
  const scene = ring(Scene.at('medicines', nurses).reply(PAIN, 'Oui'), 'ringing')
  scene.reply("Non non, je n'ai pas dit ça")
  t.match(scene.state.alerts['red-flag:chest-pain'], { urgency: 'emergency', confirmation: 'denied' })
  t.same(kinds(scene).slice(0, 2), ['alert', 'transfer-stop'])
  t.equal(scene.listening, 'medicines')
  ring(scene, 'nobody')
  t.same(scene.last, [], 'what comes late changes nothing')
  t.end()
})

t.test('another danger sign while it rings is an emergency at once; the weightier one decides what is advised', t => {
  const scene = ring(Scene.at('medicines', nurses).reply(PAIN, 'Oui'), 'ringing').reply('Je veux mourir')
  t.match(scene.last[0], { type: 'alert', alert: { key: 'red-flag:suicidal', urgency: 'emergency' } })
  t.match(scene.last[1], { type: 'transfer', sign: 'suicidal' })
  ring(scene, 'nobody')
  t.match(scene.said(), /0800 32 123/)
  t.end()
})

t.test('who says goodbye while it rings hears the 112 and is not held', t => {
  const scene = ring(Scene.at('medicines', nurses).reply(PAIN, 'Oui'), 'ringing').reply('Au revoir')
  t.match(scene.said(), /112.*Au revoir/)
  t.ok(scene.ended)
  t.end()
})

t.test('words that cannot be recognised do not end the wait for a nurse', t => {
  const scene = ring(Scene.at('medicines', nurses).reply(PAIN, 'Oui'), 'ringing')
  scene.send({ type: 'failure', part: 'recogniser', atMs: ms(90_000) })
  t.equal(scene.ended, undefined)
  t.equal(scene.listening, 'closing')
  t.end()
})

t.test('without a number to ring 112 is advised at once, and the act still stands for the escalation', t => {
  const scene = Scene.at('medicines').reply(PAIN, 'Oui')
  t.same(kinds(scene).slice(0, 3), ['alert', 'transfer', 'say'])
  t.match(scene.said(), /112/)
  t.end()
})

t.test('who wants a person in nurses’ hours is offered one: yes rings, no makes a task', t => {
  const wish = () => Scene.at('medicines', nurses).reply('Je voudrais parler à une infirmière')
  const scene = wish()
  t.match(scene.state.alerts['wants-team'], { urgency: 'soon' })
  t.match(scene.said(), /passe une infirmière maintenant/)
  t.same(scene.tasks, [])
  scene.reply('Oui')
  t.match(scene.last[0], { type: 'transfer', key: 'wants-team', why: 'wish' })
  t.notMatch(scene.said(), /112/)
  ring(scene, 'ringing', 'accepted', 'joined')
  t.match(scene.last.at(-1), { type: 'leave', disposition: 'transferred' })
  t.same(scene.tasks, [])
  const not = wish().reply('Non')
  t.same(not.tasks, ['callback'])
  t.equal(not.listening, 'medicines')
  t.end()
})

t.test('a wish that nobody can take becomes a task, the questions go on, and it is not tried twice', t => {
  const scene = Scene.at('medicines', nurses).reply('Je voudrais parler à une infirmière', 'Oui')
  ring(scene, 'nobody')
  t.same(scene.tasks, ['callback'])
  t.match(scene.said(), /n'est libre.*rappeler/)
  t.equal(scene.listening, 'medicines')
  scene.reply('Je veux une infirmière')
  t.ok(scene.ended, 'who insists is not held')
  t.end()
})

for (const [when, replies] of [
  ['at the offer', []],
  ['while it rings', ['Oui']],
] as const)
  t.test(`a wish whose patient hangs up ${when} is a task`, t => {
    const scene = Scene.at('medicines', nurses).reply('Je voudrais parler à une infirmière', ...replies)
    scene.send({ type: 'hung-up', atMs: ms(90_000) })
    t.same(scene.tasks, ['callback'])
    t.end()
  })

t.test('outside nurses’ hours a wish is an alert and a task', t => {
  const scene = Scene.at('medicines', { ...nurses, nurseAvailable: false }).reply('Je voudrais parler à une infirmière')
  t.same(scene.tasks, ['callback'])
  t.equal(scene.listening, 'medicines')
  t.end()
})

t.test('before the identity no nurse is offered: who speaks is not known', t => {
  const scene = new Scene(nurses).reply('Je voudrais parler à quelqu’un')
  t.same(scene.tasks, ['callback'])
  t.notMatch(scene.said(), /infirmière/)
  t.end()
})
