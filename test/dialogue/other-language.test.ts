import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import { askedLanguage, spokenLanguage } from '../../daemon/dialogue/other-language.js'
import type { Language } from '../../daemon/domain/expected.js'
import { projectRoot } from '../../daemon/paths.js'
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

/** As a recogniser that listens for French writes it down. */
const MIXED = [
  ['Je ne suis pas speaking French. Vous parle English?', 'en'],
  ['Vous parle English ?', 'en'],
  ['Parlez-vous English, please ?', 'en'],
  ['Je ne parle pas French.', 'en'],
  ['No, sorry, no speaking French.', 'en'],
  ['Do you speak any English ?', 'en'],
  ['Can we speak en English ?', 'en'],
  ['Sorry, I only speak English here.', 'en'],
  ['Je spreek geen Frans.', 'nl'],
  ['Je parle alleen Nederlands.', 'nl'],
  ['Vous parlez Nederlands ?', 'nl'],
  ['Spreekt u ook Nederlands, madame ?', 'nl'],
  ['Ik parle geen français.', 'nl'],
  ['Kan het in het Vlaams, alstublieft ?', 'nl'],
  ['Je versta geen Frans, monsieur.', 'nl'],
] as const

t.test('another language asked for in a mixture of two is understood', t => {
  for (const [said, language] of MIXED) t.equal(askedLanguage(said, 'fr'), language, said)
  t.match(new Scene().reply(MIXED[0][0]).said(), /^English \?/)
  t.end()
})

t.test('no sentence of a language asks for another one', t => {
  const told = (language: Language): readonly string[] => {
    const file = join(projectRoot, `test/dialogue/utterances.${language}.yaml`)
    const sections = Object.values(parse(readFileSync(file, 'utf8')) as Record<string, object>)
    return sections.flatMap(section => Object.keys(section))
  }
  const more = [
    'Mon fils est parti à Londres, il apprend English breakfast et tout ça.',
    'Ma voisine ne parle pas.',
    'Je ne peux pas parler longtemps.',
    'Mon médecin, Monsieur French, est en vacances.',
    "J'ai mangé un English muffin ce matin.",
    'Mon beau-fils est néerlandais.',
    'Je regarde un film anglais.',
  ]
  t.same(
    [...told('fr'), ...more].filter(said => askedLanguage(said, 'fr') !== undefined),
    [],
  )
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
