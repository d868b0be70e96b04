import t from 'tap'
import { distance, type HeardSentence, soundingOf, wordsOf } from '../../bench/voice-heard.js'
import { sentencesByOrigin, sentencesTable } from '../../bench/voice-sentences.js'

t.test('words are compared as they are said: digits in words, no accents, no punctuation', t => {
  t.same(wordsOf("L'infirmière passe à 8 h ?", 'fr'), wordsOf('l infirmiere passe à huit heures', 'fr'))
  t.same(wordsOf('Appelez le 112.', 'fr'), ['appelez', 'le', 'cent', 'douze'])
  t.end()
})

t.test('a wrong, a missing and an added word are one error each', t => {
  const said = ['mangez', 'vous', 'bien']
  t.equal(distance(said, said), 0)
  t.equal(distance(said, ['mange', 'vous', 'bien']), 1)
  t.equal(distance(said, ['vous', 'bien']), 1)
  t.equal(distance(said, ['mangez', 'vous', 'tres', 'bien']), 1)
  t.equal(distance(said, []), 3)
  t.equal(distance([], said), 3)
  t.end()
})

t.test('level, clipping and the silences at both ends are measured on the samples', t => {
  const silence = new Array<number>(800).fill(0)
  const tone = Array.from({ length: 1600 }, (_, i) => Math.round(3277 * Math.SQRT2 * Math.sin((2 * Math.PI * i) / 16)))
  const { leadMs, tailMs, clipped, levelDbfs, seconds } = soundingOf(Int16Array.from([...silence, ...tone]))
  t.same([leadMs, tailMs, clipped, seconds], [100, 0, 0, 0.3])
  t.ok(Math.abs(levelDbfs + 20) < 0.1, `${levelDbfs} dBFS`)
  t.equal(soundingOf(Int16Array.from([...tone, 32_767, -32_768])).clipped, 2)
  t.equal(soundingOf(Int16Array.from([...tone, ...silence])).tailMs, 100)
  t.end()
})

t.test('a sentence stands once, under what all questionnaires share or under its own', t => {
  const sentences = sentencesByOrigin(
    new Map([
      ['first', ['Bonjour.', 'Avez-vous mal ?']],
      ['second', ['Bonjour.', 'Mangez-vous ?']],
    ]),
  )
  t.same(sentences, [
    { origin: 'common', text: 'Bonjour.' },
    { origin: 'first', text: 'Avez-vous mal ?' },
    { origin: 'second', text: 'Mangez-vous ?' },
  ])
  t.end()
})

t.test('the table lists a sentence of which more than a word in four comes back wrong', t => {
  const heard = (text: string, wordErrors: number): HeardSentence & { origin: string } => ({
    origin: 'common',
    text,
    heard: '…',
    words: 4,
    wordErrors,
    sounds: 20,
    soundErrors: wordErrors,
    seconds: 1,
    levelDbfs: -20,
    peakDbfs: -3.1,
    clipped: 0,
    leadMs: 10,
    tailMs: 10,
  })
  const table = sentencesTable([heard('Le quart.', 1), heard('La moitié.', 2)])
  t.match(table, /common +2 /)
  t.match(table, /0\.50 words, 10\.0 % of sounds {2}La moitié\./)
  t.notMatch(table, /Le quart/)
  t.end()
})
