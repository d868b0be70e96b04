import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import { dangerIn } from '../../daemon/dialogue/danger.js'
import { dutch } from '../../daemon/dialogue/dutch/dutch.js'
import { english } from '../../daemon/dialogue/english/english.js'
import { french } from '../../daemon/dialogue/french/french.js'
import type { Language } from '../../daemon/domain/expected.js'
import { projectRoot } from '../../daemon/paths.js'
import { dialogueOf, Scene, settled } from './scene.js'

const TONGUES = { fr: french, nl: dutch, en: english } as const
/** How a call in one language hears danger. */
const hears = (language: Language) => {
  const otherTongues = Object.values(TONGUES).filter(one => one.language !== language)
  return (said: string) => dangerIn({ tongue: TONGUES[language], otherTongues }, said)?.sign.name ?? null
}
const rowsOf = (language: Language) =>
  Object.entries(
    parse(readFileSync(join(projectRoot, `test/dialogue/utterances.${language}.yaml`), 'utf8')) as Record<
      string,
      Record<string, unknown>
    >,
  )

/** Said on a French call, and the sign. */
const SAID = [
  ['I have chest pain.', 'chest-pain'],
  ['Please, my chest hurts.', 'chest-pain'],
  ["I can't breathe.", 'breathing'],
  ['I am bleeding a lot.', 'bleeding'],
  ['I want to die.', 'suicidal'],
  ['Ik krijg geen lucht.', 'breathing'],
  ['Ik heb pijn op de borst.', 'chest-pain'],
  ['Het blijft maar bloeden.', 'bleeding'],
  ['Ik ben flauwgevallen.', 'fainting'],
  ['Ik wil niet meer leven.', 'suicidal'],
  ['Mijn linkerarm is verlamd.', 'stroke'],
] as const

t.test('danger told in Dutch or English is noticed on a French call', t => {
  for (const [said, sign] of SAID) t.equal(hears('fr')(said), sign, said)
  t.equal(hears('en')("J'ai mal dans la poitrine."), 'chest-pain')
  t.equal(hears('nl')("Je n'arrive plus à respirer."), 'breathing')
  t.end()
})

t.test('only emergencies of another language count: a same-day sign waits for the language', t => {
  t.equal(hears('fr')('I fell in the kitchen.'), null)
  t.equal(hears('fr')('Mijn been is rood en dik.'), null)
  t.end()
})

t.test('no everyday sentence of a language is danger in another', t => {
  for (const language of ['fr', 'nl', 'en'] as const) {
    const everyday = rowsOf(language).flatMap(([section, said]) =>
      Object.entries(said).flatMap(([sentence, meaning]) => (section === 'sign' && meaning !== null ? [] : [sentence])),
    )
    t.same(
      everyday.filter(sentence => hears(language)(sentence) !== null),
      [],
      language,
    )
  }
  t.end()
})

t.test('what sounds like danger in French sounds like none in Dutch and English', t => {
  const table = parse(readFileSync(join(projectRoot, 'test/dialogue/danger.fr.yaml'), 'utf8')) as Record<
    string,
    string[]
  >
  const sections = ['look-alikes', 'second-look-alikes', 'third-look-alikes', 'fresh-look-alikes']
  const sentences = sections.flatMap(section => table[section] ?? [])
  const foreign = sentences.filter(said => french.findSign(said) === null && hears('fr')(said) !== null)
  t.same(foreign, [])
  t.end()
})

t.test('a Dutch speaker on a French call: the alert in their words, one question, and a reply in Dutch', t => {
  const scene = new Scene().reply(...settled, 'Ik krijg geen lucht.')
  t.match(scene.last[0], { type: 'alert' })
  t.match(scene.state.alerts['red-flag:breathing'], { urgency: 'urgent', words: 'Ik krijg geen lucht.' })
  t.match(scene.said(), /respir/i)
  const before = scene.state
  scene.reply('Ja, ja.')
  t.match(scene.state.alerts['red-flag:breathing'], { urgency: 'emergency', confirmation: 'confirmed' })
  t.match(
    scene.acts.find(act => act.type === 'transfer'),
    { wordsIn: 'nl', words: 'Ik krijg geen lucht.' },
  )
  t.ok(before)
  const denied = new Scene().reply(...settled, 'I have chest pain.', 'No, no pain.')
  t.match(denied.state.alerts['red-flag:chest-pain'], { urgency: 'urgent', confirmation: 'denied' })
  t.end()
})

t.test('what is heard as French words of no sense is read as it was heard in English', t => {
  const heard = {
    text: 'Je suis pleine beaucoup.',
    otherLanguage: 'en',
    otherText: 'I am bleeding a lot.',
  } as const
  const scene = new Scene().reply(...settled, heard)
  t.match(scene.state.alerts['red-flag:bleeding'], { urgency: 'urgent', words: 'I am bleeding a lot.' })
  scene.reply({ text: 'Oh, bisse.', otherLanguage: 'en', otherText: "Yes, that's right." })
  t.match(scene.state.alerts['red-flag:bleeding'], { urgency: 'emergency', confirmation: 'confirmed' })
  const well = new Scene().reply(...settled, { ...heard, otherText: 'I am fine, no bleeding at all.' })
  t.same(well.rules, [])
  t.end()
})

t.test('told before the switch of language it is confirmed behind it', t => {
  const scene = new Scene().reply(...settled, "Sorry, I don't speak French.", 'Yes please.', 'I have chest pain.')
  t.match(scene.state.alerts['red-flag:chest-pain'], { urgency: 'urgent', confirmation: 'unconfirmed' })
  scene.changes('en', 'spoken', dialogueOf('general-follow-up', {}, undefined, 'en'))
  t.match(scene.said(), /chest/)
  scene.reply("Yes, that's right.")
  t.match(scene.state.alerts['red-flag:chest-pain'], { urgency: 'emergency', confirmation: 'confirmed' })
  t.end()
})
