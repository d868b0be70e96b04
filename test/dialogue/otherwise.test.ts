import t from 'tap'
import { Scene } from './scene.js'

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

t.test('a date of birth that was hardly recognised is looked for in every reading, another is still refused', t => {
  const asked = () => new Scene().reply('Oui')
  const verified = asked().reply(uncertain('Le 3 avril 1941.', 'Le 3 avril 1947.', 'Le 3 avril 47.'))
  t.equal(verified.state.identity, 'verified')
  const other = asked().reply(uncertain('Le 3 avril 1941.', 'Le 3 avril 1942.'))
  t.equal(other.state.stage.name, 'birth-date')
  t.equal(other.state.identity, 'not-reached')
  t.end()
})

t.test('consent is never found in another reading', t => {
  const scene = new Scene().reply('Oui', 'Le trois avril mille neuf cent quarante-sept', uncertain('Boui ma', 'Oui.'))
  t.notOk(scene.acts.some(act => act.type === 'start-recording'))
  t.equal(scene.state.stage.name, 'consent')
  t.end()
})
