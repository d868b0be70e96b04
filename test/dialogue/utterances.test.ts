import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import { parseProtocol } from '../../daemon/dialogue/dialogue.js'
import { french } from '../../daemon/dialogue/french/french.js'
import { readNumbers } from '../../daemon/dialogue/french/numbers.js'
import { readKilos } from '../../daemon/dialogue/french/weight.js'
import { keyedDate } from '../../daemon/dialogue/keyed-date.js'
import type { ItemWords } from '../../daemon/dialogue/tongue.js'
import type { Expected } from '../../daemon/domain/expected.js'
import { projectRoot } from '../../daemon/paths.js'
import { hearing, text } from './scene.js'

type Meaning = string | number | boolean | null
const table = parse(readFileSync(join(projectRoot, 'test/dialogue/utterances.fr.yaml'), 'utf8')) as Record<
  string,
  Record<string, Meaning>
>
const { items } = parseProtocol(text('general-follow-up.yaml'), 'general-follow-up.yaml')

const wordsOf = (linkId: string): ItemWords => {
  const item = items.find(one => one.linkId === linkId)
  return { ...item?.wording.fr.words, temperatureFrom: item?.temperatureFrom }
}
const surgery = parseProtocol(text('after-surgery-day-1.yaml'), 'after-surgery-day-1.yaml')
const relief = surgery.items.find(({ linkId }) => linkId === 'pain-relief')?.wording.fr.options ?? {}
const degrees = Object.entries(relief).map(([code, { said, words }]) => [code, [french.plain(said), ...words]] as const)
const SCALE: Expected = { kind: 'number', min: 0, max: 10 }
const YES_NO: Expected = { kind: 'yes-no' }
const closed =
  (expected: Expected, words: ItemWords = {}, doubtful = false) =>
  (said: string): Meaning => {
    const meaning = french.interpret(hearing(said), expected, words)
    if (!meaning || (expected.kind === 'yes-no' && french.saysNotKnown(said))) return null
    return meaning.doubtful === doubtful ? meaning.value : null
  }

/** How each section is read; a doubtful value counts only where a slip is expected. */
const readers: Record<string, (said: string) => Meaning> = {
  pain: closed(SCALE, wordsOf('pain')),
  slips: said => french.interpret(hearing(said), SCALE)?.value ?? null,
  'yes-no': closed(YES_NO),
  'yes-no-slips': closed(YES_NO, {}, true),
  agreeing: closed(YES_NO, { agreeing: true, no: ['pas d accord', 'prefere pas'] }),
  medicines: closed(YES_NO, wordsOf('medicines')),
  transit: closed(YES_NO, wordsOf('transit')),
  fever: closed(YES_NO, wordsOf('fever')),
  'pain-relief': closed(
    { kind: 'choice', options: degrees.map(([code, words]) => ({ code, words })) },
    { options: Object.fromEntries(degrees) },
  ),
  temperature: closed({ kind: 'temperature' }),
  'birth-date': said => french.readBirthDates(said, 2026)[0] ?? null,
  request: said => french.findRequest(said),
  sign: said => french.findSign(said)?.name ?? null,
  callee: said => french.readCallee(said),
  moment: said => french.readMoment(said, '2026-11-24T10:00:00') ?? null,
  hundred: said => readNumbers(french.plain(said).split(' '))[0]?.value ?? null,
  kilos: said => readKilos(said) ?? null,
  'not-known': said => french.saysNotKnown(said),
  refusal: said => french.refusesToAnswer(said),
  keyed: said => keyedDate(said) ?? null,
  machine: said => french.isMachineGreeting(said, 4500),
}

let rows = 0
for (const [section, utterances] of Object.entries(table))
  t.test(`what people say means what the table says: ${section}`, t => {
    const read = readers[section]
    if (!read) throw new Error(`no reader for ${section}`)
    for (const [said, meaning] of Object.entries(utterances)) {
      rows += 1
      t.equal(read(said), meaning, said)
    }
    t.end()
  })

t.test('the table holds at least 900 utterances', t => {
  t.ok(rows >= 900, `${rows} rows`)
  t.end()
})
