import t from 'tap'
import { ms } from '../../daemon/domain/units.js'
import { hearing, jeanne, Scene } from './scene.js'

const HEALTH = /infirmi|douleur|médic|opér|soin|traitement|santé|médecin|retour/i

t.test('the call opens with the AI notice that cannot be cut, then asks for the person by name', t => {
  const scene = new Scene()
  t.match(scene.last[0], {
    type: 'say',
    linkId: 'greeting',
    overlap: 'never',
    sentences: [/Bonjour/, /automatique/, /EpiCURA/],
  })
  t.match(scene.last[1], { type: 'consent', kind: 'ai-notice', given: true })
  t.match(scene.last[2], { type: 'say', linkId: 'person', sentences: ['Puis-je parler à Madame Jeanne Lambert ?'] })
  t.end()
})

t.test('a person whose title and sex are unknown is asked for by the name alone', t => {
  const { givenName, familyName, birthDate, caregivers } = jeanne.person
  const person = { givenName, familyName, birthDate, caregivers }
  t.match(new Scene({ ...jeanne, person }).said(), 'Puis-je parler à Jeanne Lambert ?')
  t.end()
})

t.test('any date of birth is not accepted: two wrong ones end the call with a task and nothing disclosed', t => {
  const scene = new Scene().reply('Oui', 'le 5 mai 1950')
  t.equal(scene.listening, 'birth-date')
  t.notMatch(scene.said(), /1947|1950|avril|mai/)
  scene.reply('le 6 mai 1951')
  t.equal(scene.ended, 'identity-not-verified')
  t.equal(scene.state.identity, 'not-verified')
  t.same(scene.tasks, ['identity'])
  t.equal(scene.answer('birth-date')?.text, undefined)
  for (const act of scene.acts) if (act.type === 'say') t.notMatch(act.sentences.join(' '), HEALTH)
  t.end()
})

t.test('a wrong date may be put right by the keypad, and the recording starts only at the yes', t => {
  const scene = new Scene().reply('Oui', 'le 5 mai 1950', { keys: '03041947' })
  t.equal(scene.state.identity, 'verified')
  t.notOk(scene.acts.some(act => act.type === 'start-recording'))
  scene.reply('Oui')
  t.match(scene.last.slice(0, 3), [
    { type: 'consent', kind: 'recording', given: true },
    { type: 'answer', answer: { linkId: 'recording-consent', value: true } },
    { type: 'start-recording' },
  ])
  t.end()
})

t.test('the date on record counts as said where it was listened for and surely heard, however it was written', t => {
  const scene = new Scene().reply('Oui')
  const expected = { kind: 'date', known: ['1947-04-03'], carrier: 'La date de naissance est le' }
  t.match(scene.last.at(-1), { type: 'listen', linkId: 'birth-date', expected })
  const scored = [{ value: '1947-04-03', logProbability: -3 }]
  scene.reply({ text: "Le trois à vrille quarante c'est", confidence: 0.4, scored, sure: false })
  t.equal(scene.listening, 'birth-date', 'a date that is not sure verifies nobody')
  t.not(scene.state.identity, 'verified')
  scene.reply({ text: "Le trois à vrille quarante c'est", confidence: 0.4, scored, sure: true })
  t.equal(scene.state.identity, 'verified')
  t.notMatch(scene.answer('birth-date')?.text, /vrille/)
  t.end()
})

t.test('no recording wished: the call goes on without one and the refusal is stored', t => {
  const scene = new Scene().reply('Oui', '3 avril 47', 'Non')
  t.notOk(scene.acts.some(act => act.type === 'start-recording'))
  t.match(scene.acts.filter(act => act.type === 'consent').at(-1), { kind: 'recording', given: false })
  t.equal(scene.listening, 'pain')
  t.end()
})

t.test('a refused date of birth ends the call without disclosing anything', t => {
  const scene = new Scene().reply('Oui', 'Je ne veux pas vous le dire')
  t.match([scene.ended, scene.state.identity], ['identity-not-verified', 'refused'])
  t.end()
})

t.test('a caregiver on the list, by name and relation, answers in the third person', t => {
  const scene = new Scene().reply("Non, c'est son fils, Marc Lambert.", 'le trois avril quarante-sept', 'oui')
  t.equal(scene.state.identity, 'caregiver-verified')
  t.match(scene.said(), /sa douleur/)
  scene.reply('le chien aboie très fort')
  t.match(scene.said(), /sa douleur/, 'the caregiver wording is kept on the fallback path')
  scene.reply('quatre')
  t.match(scene.answer('pain'), { value: 4, byCaregiver: true })
  t.end()
})

for (const [who, words] of [
  ['a name without the right relation', 'Je suis Marc Lambert, son frère'],
  ['a relation without the name', 'Je suis son fils, Paul Dubois'],
] as const)
  t.test(`${who} is not enough to answer for the patient`, t => {
    const scene = new Scene().reply(words, words, 'demain matin')
    t.equal(scene.ended, 'caregiver-not-listed')
    t.same(scene.tasks, ['identity'])
    t.notOk(scene.acts.some(act => act.type === 'start-recording'))
    t.end()
  })

t.test('the patient sleeps: the better time is asked and kept', t => {
  const scene = new Scene().reply('Elle dort pour le moment.', 'À quinze heures')
  t.equal(scene.ended, 'patient-unavailable')
  t.equal(scene.answer('callback-time')?.value, '2026-11-24T15:00:00')
  t.end()
})

t.test('who is handed the telephone hears the AI notice again', t => {
  const scene = new Scene().reply('Un instant, je vous la passe', 'Allô ?')
  t.match(scene.said(), /automatique.*Jeanne Lambert/)
  t.end()
})

for (const [words, disposition, task] of [
  ['Vous vous trompez de numéro.', 'wrong-number', 'wrong-number'],
  ['Elle est décédée.', 'deceased-reported', 'deceased'],
  ["Elle est de nouveau à l'hôpital.", 'readmitted-reported', 'readmitted'],
  ['Je ne veux pas parler à une machine.', 'refused', 'refused-automated-call'],
  ["Ne m'appelez plus.", 'opted-out', 'opted-out'],
] as const)
  t.test(`"${words}" before the identity ends the call as ${disposition} with its task and no health word`, t => {
    const scene = new Scene().reply(words)
    t.equal(scene.ended, disposition)
    t.same(scene.tasks, [task])
    t.notMatch(scene.said(), HEALTH)
    if (disposition === 'opted-out')
      t.match(
        scene.acts.find(act => act.type === 'opt-out'),
        { scope: 'number' },
      )
    t.end()
  })

t.test('"rappelez demain matin" books the moment, without a task', t => {
  const scene = new Scene().reply("Je n'ai pas le temps, rappelez demain matin.")
  t.equal(scene.ended, 'callback-requested')
  t.same(scene.tasks, [])
  t.equal(scene.answer('callback-time')?.value, '2026-11-25T09:30:00')
  t.end()
})

t.test("a machine gets the hospital's name and number only", t => {
  const scene = new Scene(
    jeanne,
    {},
    'Vous êtes bien sur la messagerie de Jeanne. Laissez un message après le bip sonore.',
  )
  t.equal(scene.ended, 'voicemail')
  t.equal(scene.said(), "Bonjour, ici l'hôpital EpiCURA. Vous pouvez nous rappeler au 065 76 90 00. Merci, au revoir.")
  t.end()
})

t.test('a human with a long greeting is not taken for a machine, nor is one who says nothing', t => {
  t.equal(
    new Scene(jeanne, {}, 'Oui allô bonjour, attendez que je baisse la télévision, voilà, je vous écoute').listening,
    'person',
  )
  t.equal(new Scene(jeanne, {}, '').listening, 'person')
  t.end()
})

t.test('a machine whose greeting is recognised late is left the hospital’s number, its owner not asked for', t => {
  const scene = new Scene()
  const text = 'Vous êtes bien sur la messagerie de la famille Lambert.'
  scene.send({ type: 'utterance', hearing: hearing(text), startMs: ms(0), endMs: ms(2400), underSay: true })
  t.equal(scene.ended, 'voicemail')
  t.match(scene.said(), /Vous pouvez nous rappeler/)
  t.end()
})
