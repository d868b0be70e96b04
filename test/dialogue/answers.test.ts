import t from 'tap'
import { ms } from '../../daemon/domain/units.js'
import { hearing, jeanne, Scene, settled } from './scene.js'

const pending = (scene: Scene) => scene.last.findIndex(act => act.type === 'answer' && act.answer.pending === true)
const firstSay = (scene: Scene) => scene.last.findIndex(act => act.type === 'say')

t.test('a pain of eight is stored as pending with its alert before it is read back', t => {
  const scene = Scene.at('pain').reply('Huit sur dix')
  t.ok(pending(scene) >= 0 && pending(scene) < firstSay(scene))
  t.match(scene.answer('pain'), { value: 8, pending: true, pendingAlerts: [{ key: 'pain-high', urgency: 'urgent' }] })
  t.match(scene.said(), "Vous avez dit 8 sur 10. C'est bien ça ?")
  t.same(scene.rules, [])
  t.end()
})

for (const [how, reply, readBack] of [
  ['confirmed', 'Oui', 'confirmed'],
  ['said again', 'Huit', 'confirmed'],
  ['not clear', 'le chien aboie', 'unclear'],
  ['followed by silence', '', 'unanswered'],
  ['followed by a hang-up', { type: 'hung-up', atMs: ms(60_000) }, 'unanswered'],
] as const)
  t.test(`a read-back of eight that is ${how} raises pain-high`, t => {
    const scene = Scene.at('pain').reply('Huit', reply)
    t.match(scene.answer('pain'), { value: 8, readBack })
    t.notOk(scene.answer('pain')?.pending)
    t.ok(scene.rules.includes('pain-high'))
    t.end()
  })

t.test(
  'speech without a recognised word is asked again at once, a second one is left to the silence, and neither is a miss',
  t => {
    const noise = { type: 'utterance', hearing: hearing(''), startMs: ms(50_000), endMs: ms(50_800) } as const
    const scene = Scene.at('pain').reply(noise)
    t.match(scene.said(), /pas bien compris/)
    t.equal(scene.last.at(-1)?.type, 'listen')
    t.same(scene.reply(noise).last, [])
    t.match(scene.reply('').said(), /votre temps/, 'the silence behind it is acted on')
    t.match(scene.reply('bla bla').said(), /pas bien compris/, 'the first miss is the first')
    t.match(scene.reply('Trois').answer('pain'), { value: 3 })
    const high = Scene.at('pain').reply('Huit', noise, '')
    t.ok(high.rules.includes('pain-high'), 'a noise does not confirm and does not withdraw')
    const flagged = Scene.at('pain').reply("J'ai mal à la poitrine", noise)
    t.same(flagged.last, [], 'a noise settles no danger sign')
    t.match(Object.values(flagged.reply('').state.alerts), [{ rule: 'red-flag', urgency: 'emergency' }])
    t.end()
  },
)

t.test('only another understood value withdraws a pending one, and both stay visible', t => {
  const scene = Scene.at('pain').reply('Huit', 'Non, six.')
  t.match(scene.answer('pain'), { value: 6, readBack: 'corrected', earlier: [{ value: 8, text: 'Huit' }] })
  t.same(scene.rules, [])
  t.end()
})

t.test('a plain no asks for the right value; nothing understood then leaves the alert', t => {
  t.match(Scene.at('pain').reply('Huit', 'Non', 'Cinq').answer('pain'), { value: 5, readBack: 'corrected' })
  const scene = Scene.at('pain').reply('Huit', 'Non', 'je ne sais plus trop')
  t.match(scene.answer('pain'), { value: 8, readBack: 'unclear' })
  t.same(scene.rules, ['pain-high'])
  t.end()
})

t.test('a range stores its higher end, and a half its half', t => {
  t.match(Scene.at('pain').reply('5-6').answer('pain'), { value: 6, text: '5-6' })
  t.match(Scene.at('pain').reply('cinq et demi').answer('pain'), { value: 5.5 })
  t.end()
})

t.test('yesterday eight, today four is four, and yesterday stays in the record', t => {
  const scene = Scene.at('pain').reply("Hier huit, aujourd'hui quatre")
  t.match(scene.answer('pain'), { value: 4, earlier: [{ value: 8 }] })
  t.same(scene.rules, [])
  t.end()
})

t.test('"pas de fièvre" is no fever, and a temperature told with the fever is not asked again', t => {
  t.match(Scene.at('fever').reply('Pas de fièvre').answer('fever'), { value: false })
  const scene = Scene.at('fever').reply("Oui, j'ai 38,5", 'Oui')
  t.match(scene.answer('fever'), { value: true, readBack: 'confirmed' })
  t.match(scene.answer('temperature'), { value: 38.5 })
  t.equal(scene.listening, 'anything-else')
  t.same(scene.rules, ['fever'])
  t.end()
})

t.test('a body of 35 degrees is read back: "trente-huit cinq" is written so', t => {
  const scene = Scene.at('temperature').reply('35')
  t.match(scene.said(), /35 degrés\. C.est bien ça/)
  scene.reply('Non, trente-huit cinq', 'Oui')
  t.match(scene.answer('temperature'), { value: 38.5 })
  t.match(Scene.at('temperature').reply('35', 'Oui').answer('temperature'), { value: 35, readBack: 'confirmed' })
  t.match(Scene.at('temperature').reply('37').answer('temperature'), { value: 37 })
  t.end()
})

t.test('a symptom told in reply to a yes/no question is an answer, and a polite closer is none', t => {
  t.match(Scene.at('transit').reply('Je suis constipée depuis trois jours').answer('transit'), { value: false })
  const scene = Scene.at('fever').reply('Merci bien')
  t.equal(scene.answer('fever'), undefined)
  t.equal(scene.listening, 'fever')
  t.end()
})

t.test('what is not understood is rephrased, offered by keypad, then skipped and listed', t => {
  const scene = Scene.at('morale').reply('le chien aboie')
  t.match(scene.said(), /pas bien compris.*Quel chiffre/)
  scene.reply('la télévision')
  t.match(scene.said(), /clavier/)
  scene.reply('la télévision')
  t.match(scene.answer('morale'), { status: 'not-understood' })
  scene.reply('Non', 'Non', '')
  t.equal(scene.ended, 'completed', 'two skipped questions are not a voicemail')
  t.same(scene.tasks, ['not-understood'])
  t.match(
    scene.acts.find(act => act.type === 'score'),
    { complete: false },
  )
  t.end()
})

t.test('a doubtful value that would alert is read back; one that would not is asked again once', t => {
  const scored = (value: number) => ({
    text: 'Wit.',
    confidence: 0.5,
    scored: [{ value, logProbability: -2 }],
    margin: 0.4,
    sure: false,
  })
  t.match(Scene.at('pain').reply(scored(8)).said(), /8 sur 10/)
  t.match(
    Scene.at('pain')
      .reply({ ...scored(8), text: "L'huître.", margin: 1.5 })
      .said(),
    /8 sur 10/,
    'a likely value too',
  )
  t.equal(
    Scene.at('pain')
      .reply({ ...scored(4), text: "L'huître.", margin: 1.5 })
      .answer('pain'),
    undefined,
  )
  const guess = { ...scored(4), text: "L'huître.", margin: 1.5 }
  const guessed = Scene.at('pain').reply(guess, guess)
  t.match(guessed.said(), /4 sur 10/)
  t.match(guessed.answer('pain'), { status: 'not-understood' }, 'what only the scores say counts when it is confirmed')
  t.match(guessed.reply('Oui').answer('pain'), { value: 4, readBack: 'confirmed' })
  const tail = { ...scored(8), text: 'Rui sur 10 je tramage.', confidence: 0.4, margin: 1.7 }
  t.match(Scene.at('pain').reply(tail).said(), /8 sur 10/, 'a score and its tail, unclear')
  t.equal(
    Scene.at('pain')
      .reply({ ...tail, confidence: 0.6 })
      .answer('pain'),
    undefined,
    'a clear sentence without one',
  )
  const same = { ...scored(6), text: "Si sur dis qu'on marche.", confidence: 0.47, margin: -0.2 }
  t.match(Scene.at('morale').reply(same).state.stage, { doubted: 6 }, 'words that sound like the likeliest score')
  const four = { text: 'Cat.', confidence: 0.5, scored: [{ value: 7, logProbability: -2 }], margin: 0.4, sure: false }
  const scene = Scene.at('pain').reply(four)
  t.equal(scene.answer('pain'), undefined)
  t.equal(scene.listening, 'pain')
  scene.reply(four)
  t.match(scene.answer('pain'), { value: 4 })
  t.end()
})

t.test('a sure score stands where the transcript is a slip; a longer sentence is never turned into a number', t => {
  const sure = (text: string, value: number) => ({
    text,
    confidence: 0.6,
    scored: [{ value, logProbability: -1 }],
    margin: 5,
    sure: true,
  })
  t.match(Scene.at('pain').reply(sure('Visse.', 6)).answer('pain'), { value: 6 })
  t.equal(Scene.at('pain').reply(sure("il fait beau dehors aujourd'hui je trouve", 6)).answer('pain'), undefined)
  t.end()
})

t.test(
  'silence: time to think, a re-prompt, the keypad, then the next question; a patient silent throughout is silent',
  t => {
    const scene = new Scene().reply(...settled, '')
    t.equal(scene.said(), 'Prenez votre temps.')
    scene.reply('')
    t.match(scene.said(), /Quel chiffre/)
    scene.reply('')
    t.match(scene.said(), /clavier/)
    scene.reply('')
    t.match(scene.answer('pain'), { status: 'not-understood' })
    t.equal(scene.listening, 'medicines')
    const mute = new Scene().reply('', '', '', '')
    t.equal(mute.ended, 'silent')
    t.same(mute.tasks, ['silent'])
    t.end()
  },
)

t.test('on the keypad a 1 waits for a 0 and is read back, the star is ten, a date has eight digits', t => {
  const scene = Scene.at('pain')
  t.match(scene.dialogue.keysComplete(scene.state, '1'), { complete: false, waitMs: 1500 })
  t.match(scene.dialogue.keysComplete(scene.state, '10'), { complete: true })
  t.match(scene.dialogue.keysComplete(scene.state, '7'), { complete: true })
  t.match(Scene.at('pain').reply({ keys: '1' }).said(), /Vous avez dit 1 sur 10/)
  t.match(Scene.at('pain').reply({ keys: '1' }, { keys: '1' }).answer('pain'), {
    value: 1,
    byKeypad: true,
    readBack: 'confirmed',
  })
  t.match(Scene.at('pain').reply({ keys: '*' }).answer('pain'), { value: 10, pending: true })
  t.match(Scene.at('fever').reply({ keys: '2' }).answer('fever'), { value: false, byKeypad: true })
  const birth = new Scene().reply('Oui')
  t.match(birth.dialogue.keysComplete(birth.state, '0304194'), { complete: false })
  t.match(birth.dialogue.keysComplete(birth.state, '03041947'), { complete: true })
  t.end()
})

t.test('a hang-up in mid-call lists what was not asked and the known deductions still alert', t => {
  const scene = new Scene().reply(...settled, 'Neuf', 'Oui', 'au dos', 'Non', 'Non', 'rien ne va', {
    type: 'hung-up',
    atMs: ms(90_000),
  })
  t.equal(scene.ended, 'partial')
  t.match(scene.answer('fever'), { status: 'not-asked' })
  t.match(
    scene.acts.find(act => act.type === 'score'),
    { score: 55, complete: false },
  )
  t.same(scene.rules, ['pain-high', 'score-medium'])
  t.end()
})

t.test('a score of thirty or less is urgent', t => {
  const scene = new Scene().reply(
    ...settled,
    'Neuf',
    'Oui',
    'au dos',
    'Non',
    'Non',
    'rien ne va',
    'deux',
    'je suis triste',
    'Oui',
    'Oui',
    'trente-neuf',
    'Non',
  )
  t.match(
    scene.acts.find(act => act.type === 'score'),
    { score: 20, complete: true, band: 'worrying' },
  )
  t.ok(scene.rules.includes('score-high'))
  t.end()
})

t.test('the closing names the doctor on call at night', t => {
  const scene = Scene.at('anything-else', { ...jeanne, nightWeekendOrHoliday: true }).reply('Non')
  t.match(scene.said(), /1733/)
  t.end()
})

t.test('interrupting the closing: the wish is heard, then what was left is said', t => {
  const scene = Scene.at('anything-else')
  scene.hearsWhole = false
  scene.reply('Non')
  const say = scene.last.find(act => act.type === 'say' && act.purpose === 'closing')
  if (say?.type !== 'say') throw new Error('no closing')
  scene.hear(say.sayId, true, 0.3)
  scene.reply('Attendez !')
  t.match(scene.said(), 'Je vous écoute.')
  t.equal(scene.listening, 'closing')
  scene.reply('Mon pansement me gratte un peu')
  t.match(scene.answer('anything-else'), { value: 'Mon pansement me gratte un peu' })
  t.notMatch(scene.said(), 'Merci pour vos réponses')
  t.match(scene.said(), /112.*Au revoir/)
  scene.hearsWhole = true
  scene.reply('')
  t.equal(scene.ended, 'completed')
  t.end()
})

t.test('any failure is spoken and leaves a nurse a task', t => {
  const scene = Scene.at('morale').reply({ type: 'failure', part: 'recogniser', atMs: ms(50_000) })
  t.match(scene.said(), /problème technique/)
  t.same(scene.tasks, ['callback'])
  t.equal(scene.ended, 'failed')
  t.end()
})

t.test('a call of ten minutes is closed politely', t => {
  const scene = Scene.at('morale').reply('sept', { type: 'too-long', atMs: ms(600_000) })
  t.match(scene.said(), /Au revoir/)
  t.equal(scene.ended, 'partial')
  t.end()
})
