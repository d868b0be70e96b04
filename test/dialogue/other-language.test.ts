import t from 'tap'
import { spokenLanguage } from '../../daemon/dialogue/other-language.js'
import { hearing, Scene } from './scene.js'

const babble = { text: 'Dat is la douleur naar mie.', otherLanguage: 'nl' } as const

t.test('a patient who speaks Dutch twice without being understood is offered Dutch, in one short question', t => {
  const scene = Scene.at('medicines').reply(babble)
  t.match(scene.said(), /pas bien compris/, 'once may be chance')
  scene.reply(babble)
  t.match(scene.said(), /^Nederlands \? Préférez-vous parler néerlandais/)
  t.equal(scene.listening, 'medicines')
  t.match(scene.last[0], { type: 'language', language: 'nl', step: 'offered' }, 'it is got ready meanwhile')
  scene.reply('Ja, graag.')
  t.match(scene.last[0], { type: 'language', language: 'nl', step: 'accepted' })
  scene.changes('nl', 'not-spoken')
  t.equal(scene.ended, 'callback-requested')
  t.same(scene.tasks, ['callback'])
  t.ok(
    scene.acts.some(act => act.type === 'task' && act.note === 'language: nl'),
    'the nurse reads which language',
  )
  t.match(scene.said(), /vous rappellera. Au revoir/)
  t.end()
})

t.test('who asks for English outright is offered it at once, whatever the question', t => {
  const scene = new Scene().reply("Sorry, I don't speak French.")
  t.match(scene.said(), /^English \?/)
  scene.reply({ keys: '1' })
  t.match(scene.last[0], { type: 'language', language: 'en', step: 'accepted' })
  const asked = new Scene().reply('Parlez-vous anglais ?').reply('Yes please')
  t.match(asked.last[0], { type: 'language', language: 'en', step: 'accepted' })
  t.end()
})

t.test('a no, silence or anything else goes on with the question, and the offer is not made again', t => {
  for (const reply of ['Non.', '', 'Le ciel est bleu.', { keys: '2' }] as const) {
    const scene = Scene.at('medicines').reply(babble, babble, reply)
    t.equal(scene.listening, 'medicines', JSON.stringify(reply))
    t.equal(scene.ended, undefined)
    scene.reply(babble, babble)
    t.equal(scene.script.join('\n').split('Nederlands ?').length, 2, 'offered once')
  }
  t.end()
})

t.test('French that is not understood is no other language, and one understood answer starts the count anew', t => {
  const mumble = Scene.at('medicines').reply('La la la.', 'Le chat est gris.')
  t.notMatch(mumble.script.join('\n'), /Nederlands \?|English \?/)
  const between = Scene.at('medicines').reply(babble, 'Oui.', babble)
  t.notMatch(between.script.join('\n'), /Nederlands \?/)
  t.end()
})

t.test('a language is told by two of its own words, or by its sound', t => {
  const rows = [
    ['Ik versta het niet goed.', 'nl'],
    ["I don't understand what you want.", 'en'],
    ["Je ne comprends pas, c'est quoi ?", undefined],
    ['Le transit, bof.', undefined],
    ['Ja.', undefined],
  ] as const
  for (const [said, language] of rows) t.equal(spokenLanguage(hearing(said), 'fr'), language, said)
  t.equal(spokenLanguage(hearing('Mon voilà.', { otherLanguage: 'nl' }), 'fr'), 'nl')
  t.end()
})
