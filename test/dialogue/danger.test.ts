import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import { dutch } from '../../daemon/dialogue/dutch/dutch.js'
import { findSign } from '../../daemon/dialogue/french/flags.js'
import { projectRoot } from '../../daemon/paths.js'

type Told = Record<string, string[]>
const table = parse(readFileSync(join(projectRoot, 'test/dialogue/danger.fr.yaml'), 'utf8')) as Record<
  string,
  Told | string[]
>
const told = (section: string): string[] => Object.values(table[section] as Told).flat()
const lookAlikes = (section: string): string[] => table[section] as string[]

/** Of words that nothing was changed for: what the lists notice of speech that nobody foresaw. Measured, to be raised. */
const FRESH_NOTICED = 0.6
/** "C'est insupportable, ces travaux", of 164: a confirming question too many. */
const MOST_FALSE = 1

for (const section of ['told', 'second', 'third'])
  t.test(`danger is noticed in other words than the lists were first written from: ${section}`, t => {
    for (const sentence of told(section)) t.ok(findSign(sentence), sentence)
    t.end()
  })

t.test('most danger is noticed in words that nobody foresaw', t => {
  const sentences = told('fresh')
  const missed = sentences.filter(sentence => findSign(sentence) === null)
  t.ok(1 - missed.length / sentences.length >= FRESH_NOTICED, `${missed.length} of ${sentences.length} missed`)
  t.end()
})

t.test('no everyday answer alarms a nurse', t => {
  const text = readFileSync(join(projectRoot, 'test/dialogue/utterances.fr.yaml'), 'utf8')
  const everyday = Object.entries(parse(text) as Record<string, Record<string, unknown>>).flatMap(([section, said]) =>
    Object.entries(said).flatMap(([sentence, meaning]) => (section === 'sign' && meaning !== null ? [] : [sentence])),
  )
  t.same(
    everyday.filter(sentence => findSign(sentence) !== null),
    [],
  )
  t.end()
})

t.test('what sounds like danger and is none seldom alarms a nurse', t => {
  const sentences = ['look-alikes', 'second-look-alikes', 'third-look-alikes', 'fresh-look-alikes'].flatMap(lookAlikes)
  const alarmed = sentences.filter(sentence => findSign(sentence) !== null)
  t.ok(alarmed.length <= MOST_FALSE, alarmed.join(' / '))
  t.end()
})

const dutchTable = parse(readFileSync(join(projectRoot, 'test/dialogue/danger.nl.yaml'), 'utf8')) as typeof table
const toldInDutch = (section: string): string[] => Object.values(dutchTable[section] as Told).flat()

/** Of Dutch that nothing was changed for. Measured, to be raised. */
const FRESH_DUTCH = 0.4
/** "Mijn kleinzoon hijgde van het voetballen", of 94. */
const MOST_FALSE_DUTCH = 1

t.test('Dutch: danger is noticed in the words that the frames were written from', t => {
  const missed = [...toldInDutch('first'), ...toldInDutch('second')].filter(said => dutch.findSign(said) === null)
  t.same(missed, [
    'Hij wil naar zijn werk gaan, hij is al dertig jaar op pensioen.',
    "Zo'n pijn heb ik nog nooit van mijn leven gehad, ik kan niet meer.",
  ])
  t.end()
})

t.test('Dutch: some danger is noticed in words that nobody foresaw', t => {
  const sentences = toldInDutch('fresh')
  const missed = sentences.filter(said => dutch.findSign(said) === null)
  t.ok(1 - missed.length / sentences.length >= FRESH_DUTCH, `${missed.length} of ${sentences.length} missed`)
  t.end()
})

t.test('Dutch: what sounds like danger and is none seldom alarms a nurse', t => {
  const sentences = ['first', 'second', 'fresh'].flatMap(section => dutchTable[`${section}-look-alikes`] as string[])
  const alarmed = sentences.filter(said => dutch.findSign(said) !== null)
  t.ok(alarmed.length <= MOST_FALSE_DUTCH, alarmed.join(' / '))
  t.end()
})
