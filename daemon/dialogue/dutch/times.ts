import type { DateWords } from '../reading/dates.js'
import type { MomentWords } from '../reading/moments.js'
import type { ReadNumbers } from '../reading/numbers.js'
import { readNumbers } from './numbers.js'

const IRREGULAR: Readonly<Record<string, string>> = { eerste: '1', derde: '3', een: '1' }

/** "Eerste" → 1, "tweede" → 2, "eenentwintigste" → 21: what is left of the ending is a number. */
function asNumber(words: readonly string[]): readonly string[] {
  return words.map((word, at) => {
    if (word === 'een') return dates.months[words[at + 1] ?? ''] === undefined ? word : '1'
    if (IRREGULAR[word] !== undefined) return IRREGULAR[word]
    const stem = /^(.{3,}?)(?:ste|de)$/.exec(word)?.[1]
    const [number] = stem === undefined ? [] : readNumbers([stem])
    return number === undefined ? word : String(number.value)
  })
}

export const dates: DateWords = {
  months: {
    januari: 1,
    jan: 1,
    februari: 2,
    feb: 2,
    maart: 3,
    mrt: 3,
    april: 4,
    apr: 4,
    mei: 5,
    juni: 6,
    juli: 7,
    augustus: 8,
    aug: 8,
    september: 9,
    sept: 9,
    oktober: 10,
    okt: 10,
    november: 11,
    nov: 11,
    december: 12,
    dec: 12,
  },
  asNumber,
}

/** The words with their numbers as digits; "om een uur", "half een": a clock's one is no article. */
function inDigits(folded: string, read: ReadNumbers): string {
  const words = folded
    .replace(/\b(half|voor|over) een\b/g, '$1 1')
    .replace(/\b(om|rond|tegen|na|vanaf|naar) een uur\b(?! of)/g, '$1 1 uur')
    .split(' ')
  const numbers = read(words)
  return words
    .flatMap((word, at) => {
      const number = numbers.find(one => at >= one.from && at < one.to)
      if (!number) return [word]
      return number.from === at ? [String(number.value)] : []
    })
    .join(' ')
}

const PARTS_OF_HOUR = '(kwart|\\d+)(?: minuten)? (voor|over|na)'
const BEFORE_HALF = new RegExp(`\\b(?:${PARTS_OF_HOUR} )?half (\\d+)\\b`)
const BESIDE_HOUR = new RegExp(`\\b${PARTS_OF_HOUR} (\\d+)\\b`)
const WHOLE_HOUR =
  /\b(\d+) uur(?: (\d+))?\b|\b(?:om|rond|tegen|na|vanaf|voor) (?:een uur of |de |ongeveer |zo )?(\d+)(?: uur)?(?: (\d+))?\b/

const shift = (amount: string | undefined, side: string | undefined): number => {
  if (amount === undefined) return 0
  const minutes = amount === 'kwart' ? 15 : Number(amount)
  return side === 'voor' ? -minutes : minutes
}

/** Minutes since midnight; "half vier" is half an hour before four. */
function clock(digits: string): number | undefined {
  const half = BEFORE_HALF.exec(digits)
  if (half) return Number(half[3]) * 60 - 30 + shift(half[1], half[2])
  const beside = BESIDE_HOUR.exec(digits)
  if (beside && Number(beside[3]) <= 24) return Number(beside[3]) * 60 + shift(beside[1], beside[2])
  const whole = WHOLE_HOUR.exec(digits)
  if (!whole) return undefined
  const hour = Number(whole[1] ?? whole[3])
  const minutes = Number(whole[2] ?? whole[4] ?? 0)
  return hour <= 24 && minutes < 60 ? Math.floor(hour) * 60 + minutes : undefined
}

const MORNING =
  /\b(?:s morgens|s ochtends|voormiddag|ochtend|vanochtend|vroeg|(?:in|van) de morgen|deze morgen|vanmorgen)\b/
const UNIT_MINUTES: readonly (readonly [string, number])[] = [
  ['min', 1],
  ['kwartier', 15],
  ['u', 60],
  ['dag', 1440],
  ['we', 7 * 1440],
]

export const moments: MomentWords = {
  within: (folded, read) => {
    const inside = '(?:binnen|over) (?:ongeveer |een goe |zo )?'
    if (new RegExp(`\\b${inside}(?:een )?(?:half ?uur|half uurtje|halfuurtje)\\b`).test(folded)) return 30
    if (new RegExp(`\\b${inside}(?:een )?kwartier(?:tje)?\\b`).test(folded)) return 15
    if (new RegExp(`\\b${inside}een (?:uur|uurtje)\\b`).test(folded)) return 60
    if (new RegExp(`\\b${inside}een (?:week|weekje)\\b`).test(folded)) return 7 * 1440
    if (/\b(?:binnen|over) (?:een paar|enkele) minuten\b|\b(?:subiet|zo meteen|zo dadelijk|seffens)\b/.test(folded))
      return 30
    const found =
      /(?<!kwart |\d )\b(?:binnen|over) (?:ongeveer )?(.+?) (min\w*|kwartier|uur|uren|dag|dagen|week|weken)\b/.exec(
        folded,
      )
    if (!found || /\bkwart$/.test(folded.slice(0, found.index).trim())) return undefined
    const amount = /^(?:een paar|enkele|een)$/.test(found[1]!)
      ? found[1] === 'een'
        ? 1
        : 2
      : read(found[1]!.split(' '))[0]?.value
    const unit = UNIT_MINUTES.find(([start]) => found[2]!.startsWith(start))?.[1]
    return amount === undefined || unit === undefined ? undefined : amount * unit
  },
  hour: (folded, read) => {
    if (
      /\b(?:op de middag|s middags|rond de middag|om de middag|tegen de middag|op de noen|twaalf uur s middags)\b/.test(
        folded,
      )
    )
      return { minutes: 12 * 60, exact: true }
    const minutes = clock(inDigits(folded, read))
    return minutes === undefined ? undefined : { minutes: (minutes + 1440) % 1440, exact: MORNING.test(folded) }
  },
  parts: [
    [MORNING, 9 * 60 + 30],
    [/\b(?:namiddag|namiddags|vannamiddag|vanmiddag|deze middag|middag)\b/, 14 * 60],
    [/\b(?:avond|avonds|vanavond|einde van de dag)\b/, 18 * 60],
  ],
  days: [
    [/\bovermorgen\b/, 2],
    [/(?<!\b(?:s|de|deze|goede|goeie) )\bmorgen\b/, 1],
    [
      /\b(?:vandaag|vanavond|vanmiddag|vannamiddag|vanmorgen|deze (?:namiddag|avond|middag|voormiddag)|straks|later op de dag)\b/,
      0,
    ],
    [/\bvolgende week\b/, 7],
  ],
  weekdays: ['zondag', 'maandag', 'dinsdag', 'woensdag', 'donderdag', 'vrijdag', 'zaterdag'],
  late: /\b(?:namiddag|namiddags|vannamiddag|vanmiddag|avond|avonds|vanavond)\b/,
}
