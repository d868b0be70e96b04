import t from 'tap'
import { frenchCardinal, frenchOrdinal } from '../../daemon/speech/text/french-numbers.js'
import { writeOut } from '../../daemon/speech/text/spoken.js'
import { dutch, english, french } from './text-rows.js'

for (const [language, rows] of [
  ['fr', french],
  ['nl', dutch],
  ['en', english],
] as const) {
  t.test(`what is written in ${language} is said as people there say it`, async t => {
    for (const [written, said] of rows) {
      t.equal(writeOut(written, language), said, written)
      t.equal(writeOut(said, language), said, `${written}: a second pass changes nothing`)
    }
  })
}

t.test('no digit and no unit sign is left to the voice', async t => {
  for (let value = 0; value < 3000; value += 7) {
    t.notMatch(frenchCardinal(value), /\d|undefined/, String(value))
    t.notMatch(frenchOrdinal(value), /\d|undefined/, String(value))
    t.notMatch(writeOut(`${value} mg, ${value},5 et ${value}`, 'fr'), /\d|undefined/)
    t.notMatch(writeOut(`${value} mg, ${value},5 en ${value}`, 'nl'), /\d|undefined/)
    t.notMatch(writeOut(`${value} mg, ${value}.5 and ${value}`, 'en'), /\d|undefined/)
  }
})
