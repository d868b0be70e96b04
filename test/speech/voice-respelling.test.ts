import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { projectRoot } from '../../daemon/paths.js'
import { openPhonemiser } from '../../daemon/speech/phonemes/phonemiser.js'
import { respelled } from '../../daemon/speech/phonemes/respelling.js'
import { writeOut } from '../../daemon/speech/text/spoken.js'

t.test('Belgian names, acronyms and linked numbers sound as they are said here', async t => {
  const phonemiser = openPhonemiser()
  t.teardown(() => phonemiser.close())
  for (const [text, sounds] of [
    ['Bruxelles', 'bʁysˈɛl'],
    ['Ath', 'ˈat'],
    ['Wavre', 'vˈavʁ'],
    ['Madame Peeters', 'madˈam petˈɛʁs'],
    ['Monsieur Van den Broeck', 'məsjˈø vˈan dˈɛn bʁˈuk'],
    ['IRM', 'ˈi ˈɛʁ ˈɛm'],
    ['huit sur dix', 'yˈit syʁ dˈis'],
    ['six sur dix', 'sˈis syʁ dˈis'],
    ['trente-huit virgule cinq', 'tʁˈɑ̃tyˈit viʁɡˈyl sˈɛ̃k'],
    ['huit jours', 'yˈi ʒˈuʁ'],
  ] as const) {
    const [clause] = await phonemiser.phonemise(text, 'fr')
    t.equal(clause?.text, sounds.normalize('NFD'), text)
  }
})

t.test('a word that only resembles one of them is left alone, and so are other languages', async t => {
  for (const text of ['Athée', 'dix jours', 'lens', 'Smetana', 'sixième sur la liste'])
    t.equal(respelled(text, 'fr'), text)
  t.equal(respelled('Peeters', 'nl'), 'Peeters')
})

t.test(
  'the emergency number is said digit by digit in every English sentence, and never written another way',
  async t => {
    const phonemiser = openPhonemiser()
    t.teardown(() => phonemiser.close())
    const yaml = readFileSync(join(projectRoot, 'protocols', 'common.en.yaml'), 'utf8')
    t.notMatch(yaml, /1[ .]1[ .]2/)
    const sentences = [...yaml.matchAll(/"([^"]*\b112\b[^"]*)"/g)].map(found => found[1]!)
    t.ok(sentences.length >= 6)
    for (const sentence of new Set(sentences)) {
      const clauses = await phonemiser.phonemise(writeOut(sentence, 'en'), 'en-us')
      t.match(clauses.map(({ text }) => text).join(' '), /wˈʌn wˈʌn tˈuː/, sentence)
    }
  },
)
