import t from 'tap'
import { french } from '../../daemon/dialogue/french/french.js'
import type { Expected, Hearing } from '../../daemon/domain/expected.js'
import { ms } from '../../daemon/domain/units.js'

const PAIN: Expected = { kind: 'number', min: 0, max: 10 }
const heard = (text: string, more: Partial<Hearing> = {}): Hearing => ({
  ...{ text, confidence: 0.64, noSpeech: 0, tookMs: ms(0) },
  ...more,
})

t.test('the number that a hesitation ends in, misheard, is a guess and never taken', t => {
  const rows = { "Ben, c'est difficile. Disons-ci.": 6, 'Ah, attendez, attendez, peut-être gâtre.': 4 }
  for (const [text, value] of Object.entries(rows))
    t.match(french.interpret(heard(text), PAIN), { value, doubtful: true, guess: true }, text)
  t.match(french.interpret(heard('La moitié sangue.'), PAIN), { value: 5, doubtful: true })
  t.equal(french.interpret(heard("Ben, c'est difficile à dire."), PAIN), undefined)
  t.equal(french.interpret(heard("Je ne sais pas, peut-être que c'est ça."), PAIN), undefined)
  t.end()
})

t.test('a slip that the scores hardly prefer is read back: "visse" is "six" as often as "dix"', t => {
  const scored = [{ value: 10, logProbability: -1 }]
  t.match(french.interpret(heard('Visse.', { scored, margin: 0.3 }), PAIN), { value: 10, doubtful: true })
  t.match(french.interpret(heard('Visse.', { scored, margin: 1.5 }), PAIN), { value: 10, doubtful: false })
  t.end()
})
