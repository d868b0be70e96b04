import t from 'tap'
import { excuseOf } from '../../daemon/compose.js'
import { composeAnnouncer, composeDialogues, firstSentences, sentencesOf } from '../../daemon/compose-protocols.js'
import { readConfig } from '../../daemon/config.js'

const dialogues = composeDialogues('fr')
const rendered = (settings: NodeJS.ProcessEnv) => firstSentences(dialogues, 'fr', readConfig(settings))

t.test('what set-up renders follows the settings', t => {
  const plain = rendered({})
  const told = rendered({
    HELLOJADE_HOURS: 'tous les jours, de huit heures à midi',
    HELLOJADE_WARD_NUMBER: '065 11 22 33',
  })
  t.ok(told.includes('Nous répondons tous les jours, de huit heures à midi.'))
  t.ok(told.some(sentence => sentence.includes('065 11 22 33')))
  t.equal(told.length, plain.length, 'each takes the place of another')
  t.end()
})

t.test('nurses who can be rung are spoken to without waiting for a sentence; without them none is rendered', t => {
  const nurses = composeAnnouncer('fr').fixedSentences
  const told = new Set(rendered({ HELLOJADE_NURSES: '6501' }))
  t.ok(nurses.length > 0 && nurses.every(sentence => told.has(sentence)))
  const plain = new Set(rendered({}))
  t.ok(nurses.some(sentence => !plain.has(sentence)))
  t.end()
})

t.test('nurses of another language than the first one hear theirs, and nothing of it is rendered in the first', t => {
  const plain = rendered({})
  const settings = { HELLOJADE_NURSES: '6501', HELLOJADE_NURSE_LANGUAGE: 'nl' }
  t.same(rendered(settings), plain)
  const { hospital } = readConfig(settings)
  const dutch = new Set(sentencesOf(composeDialogues('nl'), 'nl', hospital, 'nl'))
  t.ok(composeAnnouncer('nl').fixedSentences.every(sentence => dutch.has(sentence)))
  t.ok(dutch.has('Wij antwoorden van maandag tot vrijdag, van negen tot negentien uur.'))
  t.notOk(sentencesOf(dialogues, 'fr', hospital, 'nl').some(sentence => dutch.has(sentence)))
  t.end()
})

t.test('what nurses hear is whole in every language', t => {
  const [french = [], ...others] = (['fr', 'nl', 'en'] as const).map(
    language => composeAnnouncer(language).fixedSentences,
  )
  t.ok(french.length > 20)
  for (const other of others) t.equal(other.length, french.length)
  t.end()
})

t.test('the first list holds all that a call of the first questionnaire can say', t => {
  const config = readConfig({ HELLOJADE_HOURS: 'tous les jours' })
  const all = new Set(firstSentences(dialogues, 'fr', config))
  t.same(
    dialogues
      .get('general-follow-up')!
      .fixedSentences('fr', config.hospital)
      .filter(one => !all.has(one)),
    [],
  )
  t.end()
})

t.test('who was on the line with a daemon that was killed hears so in words rendered at set-up, and of 112', t => {
  const config = readConfig({})
  const words = new Set(rendered({}))
  const get = (text: string) => ({ pcm: new Int16Array(text.length) })
  const spoken = (has: (text: string) => boolean) => excuseOf({ dialogues, prompts: { has, get } }, config)
  const said = ["Excusez-moi, j'ai un problème technique.", "En cas d'urgence, appelez le 112."]
  t.same(
    spoken(text => words.has(text)),
    said.map(get),
  )
  t.same(
    spoken(() => false),
    [],
  )
  t.end()
})
