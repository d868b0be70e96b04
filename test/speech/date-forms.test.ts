import t from 'tap'
import { dayOf, neighboursOf, waysToSay } from '../../daemon/speech/recogniser/date-forms.js'
import { isSaid, readsAs } from '../../daemon/speech/recogniser/dates.js'

const ways = (date: string, language: 'fr' | 'nl' | 'en' = 'fr') => waysToSay[language].map(way => way(dayOf(date)!))

t.test('a date is known in the words of France and of Belgium, with its century or without', t => {
  const august = ways('1975-08-01')
  for (const said of [
    'premier août mille neuf cent septante-cinq',
    '1er août 1975',
    'le 1 août soixante-quinze',
    '1 août septante-cinq',
    '01/08/75',
    '1 0 8 1975',
  ])
    t.ok(august.includes(said), said)
  t.ok(ways('1991-10-31').includes('31 octobre nonante et un'))
  t.ok(ways('1991-10-31').includes('31 octobre quatre-vingt-onze'))
  t.ok(ways('2001-07-14').includes('le 14 juillet deux mille un'))
  t.notOk(ways('2001-07-14').includes('14 juillet 1'), 'one digit is nobody’s year')
  t.ok(ways('1951-06-05', 'nl').includes('5 juni eenenvijftig'))
  t.ok(ways('1951-06-05', 'en').includes('the fifth of June nineteen fifty-one'))
  t.end()
})

t.test('no date is said as another day, month or century, but for two digits of a year', t => {
  const own = ways('1951-06-05')
  for (const other of ['1951-06-06', '1951-07-05', '1952-06-05', '1951-05-06'])
    t.same(
      ways(other).filter(way => own.includes(way)),
      [],
      other,
    )
  t.same([...new Set(ways('2021-06-05').filter(way => ways('1921-06-05').includes(way)))].includes('5 juin 21'), true)
  t.end()
})

t.test('neighbours of a date are real days of people who may live', t => {
  const { day, month, year } = neighboursOf({ day: 29, month: 2, year: 1964 }, 2026)
  t.equal(day.length, 28)
  t.equal(month.length, 11)
  t.ok(year.every(one => one.year % 4 === 0 && one.year >= 1911 && one.year <= 2026))
  t.equal(year[0]!.year, 1912, 'as far back as anybody lives')
  t.notOk(year.some(one => one.year === 1964))
  t.equal(dayOf('1963-02-29'), undefined)
  t.equal(dayOf(''), undefined, 'nobody’s')
  t.end()
})

t.test('a transcript that says the date needs no second hearing', t => {
  t.ok(readsAs('21 janvier-64', '1964-01-21', 'fr'))
  t.ok(readsAs('Je suis née le 5 juin 1951.', '1951-06-05', 'fr'))
  t.notOk(readsAs('Je suis née le 5 juin 1951.', '1951-06-06', 'fr'))
  t.notOk(readsAs('Le 25 juin 1951', '1951-06-05', 'fr'), 'nor the end of another day')
  t.notOk(readsAs('Le 5 juin 1951', '', 'fr'))
  t.end()
})

t.test('each part of a date must be surer than its neighbours, and the whole near the likeliest words', t => {
  const trust = { day: 0.5, month: 0.5, year: 0, fits: -4 }
  const heard = { date: '1951-06-05', form: '', logProbability: -4, day: 1, month: 6, year: 0.2, fits: -1 }
  t.ok(isSaid(heard, trust))
  for (const less of [{ day: 0.4 }, { month: 0 }, { year: -0.1 }, { fits: -5 }])
    t.notOk(isSaid({ ...heard, ...less }, trust), JSON.stringify(less))
  t.end()
})
