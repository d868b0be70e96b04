import t from 'tap'
import { jeanne, Scene } from './scene.js'

const uncertain = (text: string, ...alternatives: string[]) => ({ text, confidence: 0.4, alternatives })

t.test('a danger sign in another reading of uncertain words is asked about before anything else', t => {
  const scene = Scene.at('pain').reply(uncertain('Magende de la gonfler', 'Ma jambe est gonflée et très rouge.'))
  t.match(scene.rules, ['urgent-word'])
  const answered = Scene.at('pain').reply(uncertain('Cinq.', "J'ai mal dans la poitrine."))
  t.match(answered.rules, ['red-flag'], 'also where the words themselves answer')
  const denied = Scene.at('pain').reply(uncertain('Je les pas mala poitrine', "Je n'ai pas mal à la poitrine."))
  t.same(denied.rules, [])
  t.end()
})

t.test('a request in another reading is answered, one beside an understood answer is not', t => {
  const scene = Scene.at('pain').reply(uncertain('Vous pouvez ré la', 'Vous pouvez répéter la question ?'))
  t.match(scene.said(), /douleur/)
  t.equal(scene.last.at(-1)?.type, 'listen')
  const answered = Scene.at('pain').reply(uncertain('Trois.', 'Ne m’appelez plus.'), uncertain('Trois.'))
  t.match(answered.answer('pain'), { value: 3 })
  t.end()
})

t.test('a score in another reading is read back where it would alert, else asked again', t => {
  const high = Scene.at('pain').reply(uncertain('Rui surdiss, cher mal', 'Huit sur dix, très mal.'))
  t.match(high.answer('pain'), { value: 8, pending: true })
  t.match(high.said(), /Vous avez dit 8/)
  const low = Scene.at('pain').reply(uncertain('Rois surdiss ça va bien', 'Trois sur dix, ça va bien.'))
  t.equal(low.answer('pain'), undefined)
  t.match(low.reply('Trois.').answer('pain'), { value: 3 })
  t.end()
})

t.test('a date of birth is verified by what was written, never by another reading of it', t => {
  const asked = () => new Scene().reply('Oui')
  const maybe = asked().reply(uncertain('Le 3 avril 1941.', 'Le 3 avril 1947.', 'Le 3 avril 47.'))
  t.match(
    maybe.state,
    { identity: 'not-reached', stage: { name: 'birth-date', wrong: 0 } },
    'asked again, no wrong try',
  )
  t.equal(maybe.reply('Le trois avril mille neuf cent quarante-sept').state.identity, 'verified')
  const other = asked().reply(uncertain('Le 3 avril 1941.', 'Le 3 avril 1942.'))
  t.match(other.state, { identity: 'not-reached', stage: { name: 'birth-date', wrong: 1 } })
  t.end()
})

t.test('what ends a call or says who speaks is never found in another reading', t => {
  const optOut = 'Ne m’appelez plus.'
  const person = new Scene().reply(uncertain('Oui.', optOut))
  t.equal(person.state.stage.name, 'birth-date')
  const consent = new Scene().reply('Oui', 'Le trois avril mille neuf cent quarante-sept', uncertain('Oui.', optOut))
  t.ok(consent.acts.some(act => act.type === 'start-recording'))
  const garbled = Scene.at('pain').reply(uncertain('Ne ma plé plu', optOut))
  t.equal(garbled.state.stage.name, 'item')
  const flag = Scene.at('pain').reply(
    "J'ai mal dans la poitrine.",
    uncertain('Oui.', 'Non, vous vous êtes trompé de numéro.'),
  )
  t.match(Object.values(flag.state.alerts).at(-1), { urgency: 'emergency', confirmation: 'confirmed' })
  t.end()
})

t.test(
  'an emergency told in another language is not lost to another reading, nor to an urgent word or to silence',
  t => {
    for (const said of ["I can't breathe.", 'Ik krijg geen adem meer.']) {
      const scene = Scene.at('pain').reply({ text: said, confidence: 0.6, alternatives: ['Je ne sais pas.'] })
      t.match(scene.rules, ['red-flag'], said)
    }
    const otherText = 'Ik krijg geen adem meer.'
    t.match(Scene.at('pain').reply({ text: '', otherText }).rules, ['red-flag'])
    t.match(Scene.at('pain').reply({ text: 'La jambe gonflée rouge', otherText }).rules, ['red-flag'])
    t.end()
  },
)

t.test('a guessed no to a danger sign is unclear: the transfer goes on', t => {
  const guess = { text: 'rui ma', confidence: 0.35, scored: [{ value: false, logProbability: -1 }], margin: 0.5 }
  const scene = Scene.at('pain').reply("J'ai mal dans la poitrine.", guess)
  t.match(Object.values(scene.state.alerts).at(-1), { urgency: 'emergency', confirmation: 'unclear' })
  t.end()
})

t.test('a value guessed twice is never taken: a score is read back, what cannot be is not understood', t => {
  const guess = (value: number | boolean) => ({
    text: 'rui ma',
    confidence: 0.35,
    scored: [{ value, logProbability: -1 }],
    margin: 0.5,
  })
  const asked = () => Scene.at('pain').reply(guess(2), guess(2))
  t.match(asked().said(), /Vous avez dit 2/)
  t.match(asked().answer('pain'), { status: 'not-understood' }, 'as long as nobody confirmed it')
  t.match(asked().reply('Oui').answer('pain'), { status: 'understood', value: 2, readBack: 'confirmed' })
  t.match(asked().reply('Bla bla').answer('pain'), { status: 'not-understood', value: undefined })
  const fever = Scene.at('fever').reply(guess(false), guess(false))
  t.equal(fever.answer('fever'), undefined)
  t.end()
})

t.test('consent is never found in another reading', t => {
  const scene = new Scene().reply('Oui', 'Le trois avril mille neuf cent quarante-sept', uncertain('Boui ma', 'Oui.'))
  t.notOk(scene.acts.some(act => act.type === 'start-recording'))
  t.equal(scene.state.stage.name, 'consent')
  t.end()
})

t.test('somebody whom every other reading takes for a relative is asked as one; one reading alone tells nothing', t => {
  const daughter = { name: 'Anne Lambert', relation: 'fille' }
  const ring = () => new Scene({ ...jeanne, person: { ...jeanne.person, caregivers: [daughter] } })
  const many = ['Je suis Anne Lambert, sa fille.', 'Je suis Anne-Lenberg, sa fille.', "Je suis âme l'enbeur sa fille."]
  const scene = ring().reply(uncertain('Je suis Amlambère Safi.', ...many))
  t.match(scene.state, { stage: { name: 'birth-date' }, byCaregiver: true, identity: 'not-reached' })
  t.match(ring().reply(uncertain('Je suis Amlambère Safi.', ...many.slice(0, 2))).state, { stage: { name: 'person' } })
  const mixed = uncertain('Je suis Amlambère Safi.', ...many, 'Je suis en train de sortir.')
  t.match(ring().reply(mixed).state, { stage: { name: 'person' } })
  t.end()
})

t.test(
  'a usual sentence that the sound fits is taken for what it asks, unless the words themselves say something',
  t => {
    const heard = (text: string, usual: string) => ({ text, confidence: 0.4, usual })
    const flag = Scene.at('pain').reply(heard('Je nez bas plus respiré', "Je n'arrive plus à respirer"))
    t.match(flag.rules, ['red-flag'])
    const again = Scene.at('pain').reply(heard('Vous pouvez ré tes las', 'Vous pouvez répéter la question'))
    t.equal(again.answer('pain'), undefined)
    t.match(again.said(), /douleur/)
    const left = Scene.at('pain').reply(heard("Je n'avais plus reçu vos appels", 'Je ne veux plus recevoir vos appels'))
    t.equal(left.ended, 'opted-out')
    const answered = Scene.at('pain').reply(heard('Trois.', 'Ne rappelez plus'), 'Oui.')
    t.equal(answered.ended, undefined, 'what was understood is an answer')
    const sure = Scene.at('medicines').reply({ ...heard('Oui', 'Ne rappelez plus'), sure: true })
    t.equal(sure.ended, undefined)
    const agreed = new Scene().reply(
      'Oui',
      'Le trois avril mille neuf cent quarante-sept',
      heard('Oui.', 'Rappelez demain'),
    )
    t.ok(agreed.acts.some(act => act.type === 'start-recording'))
    const toConsent = heard('Nerapla plu', 'Ne rappelez plus')
    const asked = new Scene().reply('Oui', 'Le trois avril mille neuf cent quarante-sept', toConsent)
    t.equal(asked.ended, undefined, 'a consent is asked again')
    t.equal(asked.listening, 'recording-consent')
    const away = new Scene().reply(heard('El or pour le mot mens', 'Elle dort pour le moment'))
    t.match(away.state, { stage: { name: 'better-time' } })
    const inItem = Scene.at('pain').reply(heard('El or pour le mot mens', 'Elle dort pour le moment'))
    t.match(inItem.state, { stage: { name: 'item' } }, 'nobody asks who is there')
    t.end()
  },
)
