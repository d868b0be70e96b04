import t from 'tap'
import { ms } from '../../daemon/domain/units.js'
import { Scene } from './scene.js'

t.test('a danger sign is written before anything is said, then one question is asked', t => {
  const scene = Scene.at('medicines').reply("J'ai mal dans la poitrine")
  t.match(scene.last[0], {
    type: 'alert',
    alert: {
      key: 'red-flag:chest-pain',
      urgency: 'urgent',
      confirmation: 'unconfirmed',
      words: "J'ai mal dans la poitrine",
    },
  })
  t.match(scene.last[1], { type: 'say', overlap: 'never', purpose: 'red-flag' })
  t.equal(scene.listening, 'medicines')
  t.end()
})

for (const [how, reply, confirmation] of [
  ['confirmed', 'Oui', 'confirmed'],
  ['unclear', 'le chien aboie', 'unclear'],
  ['left in silence', '', 'silence'],
  ['followed by a hang-up', { type: 'hung-up', atMs: ms(60_000) }, 'hung-up'],
] as const)
  t.test(`an emergency sign that is ${how} becomes an emergency and starts the transfer`, t => {
    const scene = Scene.at('medicines').reply("J'ai mal dans la poitrine", reply)
    t.match(scene.state.alerts['red-flag:chest-pain'], { urgency: 'emergency', confirmation })
    t.match(scene.last.slice(0, 2), [{ type: 'alert' }, { type: 'transfer', key: 'red-flag:chest-pain' }])
    if (reply !== scene.script[0] && typeof reply === 'string') t.match(scene.said(), /112/)
    t.end()
  })

t.test('a denial stands beside the alert, removes nothing, and the questions go on', t => {
  const scene = Scene.at('medicines').reply("J'ai mal dans la poitrine", 'Non')
  t.match(scene.state.alerts['red-flag:chest-pain'], { urgency: 'urgent', confirmation: 'denied' })
  t.notOk(scene.acts.some(act => act.type === 'transfer'))
  t.match(scene.said(), /médicaments/)
  t.end()
})

t.test('an answer told together with a danger sign is not lost, and one confirmation of the same fact is enough', t => {
  const scene = Scene.at('fever').reply("Oui, j'ai de la fièvre avec des frissons", 'Oui')
  t.match(scene.state.alerts['urgent-word:shivering'], { urgency: 'urgent', confirmation: 'confirmed' })
  t.match(scene.answer('fever'), { value: true, readBack: 'confirmed' })
  t.notOk(scene.answer('fever')?.pending)
  t.match(scene.state.alerts.fever, { urgency: 'urgent', confirmation: 'confirmed' }, 'the rule of the item runs')
  t.equal(scene.listening, 'temperature')
  t.end()
})

for (const reply of ['Non', 'le chien aboie', ''])
  t.test(`a sign that is not confirmed ("${reply}") leaves the answer to its own read-back`, t => {
    const scene = Scene.at('fever').reply("Oui, j'ai de la fièvre avec des frissons", reply)
    t.match(scene.answer('fever'), { value: true, pending: true })
    t.match(scene.said(), /Vous avez parlé de fièvre\. C'est bien ça/)
    t.end()
  })

t.test('what was confirmed as a danger sign before its question is not asked, and its rule runs', t => {
  const scene = Scene.at('morale').reply("Six, et j'ai de la fièvre avec des frissons", 'Oui', 'Je suis fatiguée')
  t.equal(scene.listening, 'temperature')
  t.match(scene.answer('fever'), { value: true, readBack: 'confirmed' })
  t.same(scene.rules, ['urgent-word', 'fever'])
  t.end()
})

t.test('a sign that somebody told before the identity answers no question for the patient', t => {
  const scene = new Scene().reply('Elle a de la fièvre avec des frissons', 'Oui')
  t.match(scene.state.alerts['urgent-word:shivering'], { confirmation: 'confirmed' })
  scene.reply(
    "Oui, c'est moi.",
    'Le trois avril mille neuf cent quarante-sept.',
    'Oui.',
    'Zéro.',
    'Oui.',
    'Oui.',
    'Dix.',
  )
  t.equal(scene.listening, 'fever')
  t.match(scene.said(), /fièvre \?/)
  t.end()
})

t.test('vomiting told at an open question alerts at once and the words stay the answer', t => {
  const scene = Scene.at('transit').reply('Non', 'Je vomis tout le temps', 'Oui')
  t.match(scene.state.alerts['urgent-word:vomiting'], { urgency: 'urgent' })
  t.match(scene.answer('transit-problem'), { value: 'Je vomis tout le temps' })
  scene.send({ type: 'hung-up', atMs: ms(99_000) })
  t.match(scene.state.alerts['urgent-word:vomiting'], { urgency: 'urgent', confirmation: 'confirmed' })
  t.equal(scene.ended, 'partial')
  t.end()
})

t.test('"dans la poitrine" as the place of the pain is a danger sign', t => {
  const scene = Scene.at('pain').reply('Quatre', 'dans la poitrine')
  t.match(scene.rules, ['red-flag'])
  t.end()
})

t.test('one sentence raises one rule', t => {
  const scene = Scene.at('medicines').reply("J'ai mal à la poitrine, je saigne et je suis tombée")
  t.equal(Object.keys(scene.state.alerts).length, 1)
  t.end()
})

for (const words of ["Je n'ai pas mal à la poitrine.", 'Ça ne saigne pas.'])
  t.test(`"${words}" raises nothing`, t => {
    t.same(Scene.at('medicines').reply(words).rules, [])
    t.end()
  })

t.test('a danger sign under a piece that cannot be cut still counts; other words there do not', t => {
  const utterance = (text: string) =>
    ({
      type: 'utterance',
      hearing: { text, confidence: 0.9, noSpeech: 0, tookMs: ms(1) },
      startMs: ms(1),
      endMs: ms(2),
      underSay: true,
    }) as const
  t.same(new Scene().reply(utterance('oui oui')).last, [])
  t.match(new Scene().reply(utterance("je n'arrive plus à respirer")).rules, ['red-flag'])
  t.end()
})

t.test('suicidal words: the line is held and the help line is named; poisoning: the antipoison centre', t => {
  const scene = Scene.at('morale').reply('deux', 'Je veux mourir', 'Oui')
  t.match(scene.said(), /0800 32 123/)
  scene.reply('je suis seule', '')
  t.equal(scene.ended, undefined)
  t.match(Scene.at('medicines').reply("J'ai pris trop de médicaments", 'Oui').said(), /112.*070 245 245/)
  t.end()
})

t.test('a danger sign told on picking up hangs on the attempt, before the identity', t => {
  const scene = new Scene(undefined, {}, "Allô, je n'arrive plus à respirer !")
  t.match(scene.last[0], { type: 'alert' })
  t.match(scene.said(), /automatique.*respirer/)
  scene.reply('Oui')
  t.match(scene.said(), /112/)
  t.equal(scene.state.identity, 'not-reached')
  t.end()
})

t.test('asking again, slower and louder', t => {
  const scene = Scene.at('transit').reply('Pardon ?')
  t.match(scene.said(), 'Allez-vous à selle normalement ?')
  scene.reply('Je ne comprends pas')
  t.match(scene.said(), /intestins/)
  scene.reply("Moins vite, s'il vous plaît.")
  t.match(scene.last[0], { type: 'prosody', tempo: 0.85, gainDb: 0 })
  scene.reply('Parlez plus fort')
  t.match(scene.last[0], { type: 'prosody', tempo: 0.85, gainDb: 6 })
  t.match(scene.said(), /plus fort.*selle/)
  t.end()
})

t.test('"attendez" waits; an answer in the same breath wins', t => {
  const scene = Scene.at('pain').reply('Attendez')
  t.match(scene.last.at(-1), { type: 'listen', linkId: 'pain', thinkMs: 20_000 })
  t.match(Scene.at('pain').reply('Attendez… peut-être quatre.').answer('pain'), { value: 4 })
  t.end()
})

t.test('who wants a nurse gets an alert and a task, and the questions go on', t => {
  const scene = Scene.at('medicines').reply('Je voudrais parler à une infirmière')
  t.match(scene.state.alerts['wants-team'], { rule: 'wants-team', urgency: 'soon' })
  t.same(scene.tasks, ['callback'])
  t.equal(scene.listening, 'medicines')
  t.end()
})

t.test('asked for advice it says that it gives none and offers a nurse', t => {
  const scene = Scene.at('medicines').reply('Est-ce que je peux prendre un Dafalgan ?')
  t.match(scene.said(), /ni avis ni conseil.*infirmière/)
  scene.reply('Oui')
  t.same(scene.tasks, ['callback'])
  t.equal(scene.listening, 'medicines')
  t.end()
})

t.test('"ne m\'appelez plus" after the identity holds for the patient', t => {
  const scene = Scene.at('medicines').reply("Ne m'appelez plus")
  t.match(
    scene.acts.find(act => act.type === 'opt-out'),
    { scope: 'patient' },
  )
  t.equal(scene.ended, 'opted-out')
  t.end()
})

t.test("a widow's words about her husband are not the patient's death", t => {
  t.notOk(Scene.at('morale').reply('trois', 'mon mari est décédé le mois passé').ended)
  t.notOk(new Scene().reply('Mon mari est décédé').ended)
  t.end()
})

t.test('a fever told with the pain is read back at its own question, and its rule runs', t => {
  const scene = Scene.at('pain').reply(
    "Trois sur dix, mais j'ai trente-neuf de fièvre",
    'Au genou',
    'Oui',
    'Oui',
    'Dix',
  )
  t.match(scene.said(), /Vous avez parlé de fièvre/)
  scene.reply('Oui')
  t.match(scene.rules, ['fever'])
  t.match(scene.answer('pain'), { value: 3 })
  t.match(scene.answer('fever'), { value: true, readBack: 'confirmed' })
  t.end()
})

t.test('a plain yes to one question answers no other', t => {
  const scene = Scene.at('medicines').reply('Oui', 'Oui', 'Dix')
  t.equal(scene.listening, 'fever')
  t.equal(scene.answer('fever'), undefined)
  t.end()
})

t.test('somebody who says "attendez" for ever is not waited for without end', t => {
  const scene = Scene.at('medicines').reply(...Array.from({ length: 12 }, () => 'Attendez un instant'))
  t.match(scene.answer('medicines'), { status: 'not-understood' })
  t.end()
})

t.test('a danger sign told into the goodbye alerts as one that was hung up on; nothing more is said', t => {
  const scene = new Scene().reply('Oui', 'le 3 avril 1947', 'Ne me rappelez plus jamais')
  t.equal(scene.ended, 'opted-out')
  scene.reply("J'ai très mal à la poitrine")
  t.match(scene.last, [{ type: 'alert', alert: { rule: 'red-flag', urgency: 'emergency', confirmation: 'hung-up' } }])
  t.equal(scene.last.length, 1)
  t.end()
})

t.test('a second danger sign behind the 112 advice is an alert of its own', t => {
  const scene = new Scene().reply("J'ai du mal à respirer", 'Oui')
  const before = Object.keys(scene.state.alerts).length
  scene.reply("Et j'ai envie d'en finir")
  t.equal(Object.keys(scene.state.alerts).length, before + 1)
  t.match(scene.state.alerts['red-flag:suicidal'], { urgency: 'emergency' })
  t.match(scene.said(), /0800 32 123/)
  t.equal(scene.ended, undefined, 'the line is held')
  t.end()
})
