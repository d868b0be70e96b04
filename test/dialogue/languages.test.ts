import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import { composeDialogues } from '../../daemon/compose-protocols.js'
import { parseProtocol } from '../../daemon/dialogue/dialogue.js'
import { dutch } from '../../daemon/dialogue/dutch/dutch.js'
import { readNumbers as readDutchNumbers } from '../../daemon/dialogue/dutch/numbers.js'
import { english } from '../../daemon/dialogue/english/english.js'
import { readNumbers as readEnglishNumbers } from '../../daemon/dialogue/english/numbers.js'
import type { ReadNumbers } from '../../daemon/dialogue/reading/numbers.js'
import type { ItemWords, Tongue } from '../../daemon/dialogue/tongue.js'
import type { Expected } from '../../daemon/domain/expected.js'
import { projectRoot } from '../../daemon/paths.js'
import { hearing, text } from './scene.js'

type Meaning = string | number | boolean | null
type Reader = (said: string) => Meaning
const { items } = parseProtocol(text('general-follow-up.yaml'), 'general-follow-up.yaml')
const SCALE: Expected = { kind: 'number', min: 0, max: 10 }
const YES_NO: Expected = { kind: 'yes-no' }

/** How each section of a table is read; a doubtful value counts only among the slips. */
function readersOf(tongue: Tongue, readNumbers: ReadNumbers): Record<string, Reader> {
  const wordsOf = (linkId: string): ItemWords => {
    const item = items.find(one => one.linkId === linkId)
    return { ...item?.wording[tongue.language]?.words, temperatureFrom: item?.temperatureFrom }
  }
  const closed =
    (expected: Expected, words: ItemWords = {}): Reader =>
    said => {
      const meaning = tongue.interpret(hearing(said), expected, words)
      if (!meaning || meaning.doubtful || (expected.kind === 'yes-no' && tongue.saysNotKnown(said))) return null
      return meaning.value
    }
  return {
    pain: closed(SCALE, wordsOf('pain')),
    slips: said => tongue.interpret(hearing(said), SCALE)?.value ?? null,
    'yes-no': closed(YES_NO),
    agreeing: closed(YES_NO, { agreeing: true, no: tongue.recordingRefusals }),
    medicines: closed(YES_NO, wordsOf('medicines')),
    transit: closed(YES_NO, wordsOf('transit')),
    fever: closed(YES_NO, wordsOf('fever')),
    temperature: closed({ kind: 'temperature' }),
    'birth-date': said => tongue.readBirthDates(said, 2026)[0] ?? null,
    request: said => tongue.findRequest(said),
    sign: said => tongue.findSign(said)?.name ?? null,
    callee: said => tongue.readCallee(said),
    moment: said => tongue.readMoment(said, '2026-11-24T10:00:00') ?? null,
    hundred: said => readNumbers(tongue.plain(said).split(' '))[0]?.value ?? null,
    'not-known': said => tongue.saysNotKnown(said),
    refusal: said => tongue.refusesToAnswer(said),
    hesitating: said => tongue.isHesitating(said),
    machine: said => tongue.isMachineGreeting(said, 4500),
  }
}

const languages = [
  { name: 'English', tongue: english, readNumbers: readEnglishNumbers, least: 430 },
  { name: 'Dutch', tongue: dutch, readNumbers: readDutchNumbers, least: 1000 },
] as const

for (const { name, tongue, readNumbers, least } of languages) {
  const file = readFileSync(join(projectRoot, `test/dialogue/utterances.${tongue.language}.yaml`), 'utf8')
  const table = parse(file) as Record<string, Record<string, Meaning>>
  const readers = readersOf(tongue, readNumbers)
  for (const [section, utterances] of Object.entries(table))
    t.test(`what people say in ${name} means what the table says: ${section}`, t => {
      const read = readers[section]
      if (!read) throw new Error(`no reader for ${section}`)
      for (const [said, meaning] of Object.entries(utterances)) t.equal(read(said), meaning, said)
      t.end()
    })
  t.test(`the ${name} table holds at least ${least} utterances`, t => {
    const rows = Object.values(table).reduce((sum, section) => sum + Object.keys(section).length, 0)
    t.ok(rows >= least, `${rows} rows`)
    t.end()
  })

  t.test(`the ${name} common blocks are whole and a protocol is worded in ${name}`, t => {
    t.ok(composeDialogues(tongue.language).has('general-follow-up'))
    t.end()
  })
}

t.test('a hospital whose name is configured in French has no French article in an English sentence', t => {
  t.equal(english.hospitalSaid("l'hôpital EpiCURA"), 'EpiCURA hospital')
  t.equal(english.hospitalSaid('EpiCURA'), 'EpiCURA hospital')
  t.equal(english.hospitalSaid('CHU Tivoli'), 'CHU Tivoli')
  t.end()
})
