import type { DateWords } from '../reading/dates.js'
import type { MomentWords } from '../reading/moments.js'

const ORDINALS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    first: '1',
    second: '2',
    third: '3',
    fourth: '4',
    fifth: '5',
    sixth: '6',
    seventh: '7',
    eighth: '8',
    ninth: '9',
    tenth: '10',
    eleventh: '11',
    twelfth: '12',
    thirteenth: '13',
    fourteenth: '14',
    fifteenth: '15',
    sixteenth: '16',
    seventeenth: '17',
    eighteenth: '18',
    nineteenth: '19',
    twentieth: '20',
    thirtieth: '30',
  }),
)
const TENS: Readonly<Record<string, number>> = { twenty: 20, thirty: 30 }

/** "Twenty first" → 21, "oh four" → 0 4, "third" → 3. */
function asNumber(words: readonly string[]): readonly string[] {
  const written: string[] = []
  words.forEach((word, at) => {
    const ordinal = ORDINALS.get(word)
    const ten = TENS[written.at(-1) ?? '']
    if (ordinal !== undefined && ten !== undefined && Number(ordinal) < 10)
      written[written.length - 1] = String(ten + Number(ordinal))
    else if (/^(?:oh|o)$/.test(word) && words[at + 1] !== undefined) written.push('0')
    else written.push(ordinal ?? word)
  })
  return written
}

export const dates: DateWords = {
  months: {
    january: 1,
    jan: 1,
    february: 2,
    feb: 2,
    march: 3,
    april: 4,
    may: 5,
    june: 6,
    july: 7,
    august: 8,
    september: 9,
    sept: 9,
    october: 10,
    november: 11,
    december: 12,
  },
  asNumber,
}

export const moments: MomentWords = {
  within: (folded, readNumbers) => {
    if (/\bin (?:about )?half an hour\b/.test(folded)) return 30
    if (/\bin (?:about )?(?:a )?quarter of an hour\b/.test(folded)) return 15
    if (/\bin (?:about )?an hour\b|\ban hour from now\b/.test(folded)) return 60
    if (/\bin (?:a few|a couple of|some) minutes\b|\bin a (?:little )?(?:while|minute|moment|bit)\b/.test(folded))
      return 30
    const found = /\bin (?:about )?(.+?) (minutes?|hours?|days?)\b/.exec(folded)
    const amount =
      found && /^(?:a couple of|a few)$/.test(found[1]!) ? 2 : readNumbers(found?.[1]?.split(' ') ?? [])[0]?.value
    if (!found || amount === undefined) return undefined
    return amount * (found[2]!.startsWith('min') ? 1 : found[2]!.startsWith('hour') ? 60 : 1440)
  },
  hour: (folded, readNumbers) => {
    if (/\b(?:noon|midday|lunch ?time)\b/.test(folded)) return { minutes: 12 * 60, exact: true }
    const words = folded.split(' ')
    for (const number of readNumbers(words)) {
      const before = words[number.from - 1] ?? ''
      const behind = words[number.to] ?? ''
      const half = /\bhalf past$/.test(words.slice(0, number.from).join(' '))
      const quarter = /\bquarter (past|to)$/.exec(words.slice(0, number.from).join(' '))?.[1]
      const isClock =
        /^(?:at|by|about|around|after|before|until|past|till)$/.test(before) ||
        /^(?:oclock|am|pm|hours|thirty|fifteen)$/.test(behind)
      if (!isClock || number.value > 24) continue
      const next = readNumbers(words.slice(behind === 'hours' ? number.to + 1 : number.to))[0]
      const added = half
        ? 30
        : quarter === 'past'
          ? 15
          : quarter === 'to'
            ? -15
            : next?.from === 0 && next.value < 60
              ? next.value
              : 0
      const rest = words.slice(number.to).join(' ')
      const pm = /\bpm\b/.test(rest) && number.value < 12
      return {
        minutes: Math.floor(number.value) * 60 + added + (pm ? 720 : 0),
        exact: /\b(?:am|pm)\b|\bmorning\b/.test(rest),
      }
    }
    return undefined
  },
  parts: [
    [/\bmorning\b/, 9 * 60 + 30],
    [/\bafternoon\b/, 14 * 60],
    [/\b(?:evening|tonight|end of the day)\b/, 18 * 60],
  ],
  days: [
    [/\bday after tomorrow\b/, 2],
    [/\btomorrow\b/, 1],
    [/\b(?:today|tonight|this (?:morning|afternoon|evening)|later on)\b/, 0],
    [/\bnext week\b/, 7],
  ],
  weekdays: ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'],
  late: /\b(?:afternoon|evening|tonight)\b/,
}
