import { numbersBy, type Part } from '../reading/numbers.js'

const SMALL =
  'nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien'.split(
    ' ',
  )
const TENS: ReadonlyMap<string, number> = new Map(
  'twintig dertig veertig vijftig zestig zeventig tachtig negentig'.split(' ').map((word, at) => [word, 20 + at * 10]),
)
/** How Flemish speech and the recogniser write some of them. */
const VARIANTS: readonly (readonly [string, number])[] = [
  ['achtien', 18],
  ['zeuven', 7],
  ['tachentig', 80],
  ['1', 1],
]

/** One word each, as they are folded: "drieentwintig". */
const BELOW_100: ReadonlyMap<string, number> = new Map([
  ...SMALL.map((word, value) => [word, value] as const),
  ...TENS,
  ...VARIANTS,
  ...[...TENS, ['tachentig', 80] as const].flatMap(([ten, tens]) =>
    SMALL.slice(1, 10).map((unit, at) => [`${unit}en${ten}`, tens + at + 1] as const),
  ),
])

/** The value of a compound: "vijfenzeventig", "tweehonderdvijf", "negentienhonderdzevenenveertig", "negentienzevenenveertig". */
function compoundValue(word: string): number | undefined {
  const plain = BELOW_100.get(word)
  if (plain !== undefined) return plain
  for (const [name, size] of [
    ['duizend', 1000],
    ['honderd', 100],
  ] as const) {
    const at = word.indexOf(name)
    if (at < 0) continue
    const count = at === 0 ? 1 : BELOW_100.get(word.slice(0, at))
    const rest = word.slice(at + name.length).replace(/^en(?=.)/, '')
    const behind = rest === '' ? 0 : compoundValue(rest)
    return count === undefined || behind === undefined || behind >= size ? undefined : count * size + behind
  }
  // A year as it is said: nineteen and its two digits in one word.
  const year = /^(negentien)(.+)$/.exec(word)
  const decade = year ? BELOW_100.get(year[2]!) : undefined
  return decade !== undefined && decade >= 10 ? 1900 + decade : undefined
}

/** "Vijf en zeventig" in three words. */
function parted(words: readonly string[], at: number): Part {
  const unit = BELOW_100.get(words[at] ?? '')
  const ten = TENS.get(words[at + 2] ?? '')
  const linked = words[at + 1] === 'en' && unit !== undefined && unit >= 1 && unit <= 9
  return linked && ten !== undefined ? { value: ten + unit, to: at + 3 } : null
}

/** The whole number that begins at a word; behind hundreds and thousands it may go on ("tweeduizend en een"). */
function whole(words: readonly string[], at: number): Part {
  const first = parted(words, at) ?? single(words, at)
  if (!first) return null
  const next = words[first.to]
  if (first.value >= 1 && first.value < 100 && (next === 'honderd' || next === 'duizend'))
    return goOn(words, { value: first.value * (next === 'honderd' ? 100 : 1000), to: first.to + 1 })
  return goOn(words, first)
}

function single(words: readonly string[], at: number): Part {
  const value = compoundValue(words[at] ?? '')
  return value === undefined ? null : { value, to: at + 1 }
}

function goOn(words: readonly string[], part: NonNullable<Part>): Part {
  const size = part.value % 1000 === 0 ? 1000 : part.value % 100 === 0 ? 100 : 1
  if (part.value === 0 || size === 1) return part
  const behind = words[part.to] === 'en' ? part.to + 1 : part.to
  const rest = parted(words, behind) ?? single(words, behind)
  return rest && rest.value > 0 && rest.value < size ? { value: part.value + rest.value, to: rest.to } : part
}

const BEHIND_A_NUMBER_ONE =
  /^(?:op|komma|of|tot|a|en|maximum|misschien|zeggen|geven|,|graad|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)$/

/** "Een beetje", "een dikke zes": an article. "Een op tien", "een", "een, bijna niets": a number. */
function isArticle(words: readonly string[], at: number): boolean {
  if (words[at] !== 'een') return false
  const next = words[at + 1]
  return next !== undefined && !BEHIND_A_NUMBER_ONE.test(next)
}

/** Every number in folded Dutch words: "zes en half" is 6.5, the article "een" left out. */
export const readNumbers = numbersBy({
  whole,
  halves: [
    ['en', 'een', 'half'],
    ['en', 'een', 'halve'],
    ['en', 'half'],
    ['en', 'halve'],
  ],
  point: /^(?:komma|punt)$/,
  isArticle,
})

/** What Whisper base may write for a number said alone. */
const SLIPS: readonly (readonly [number, RegExp])[] = [
  [0, /^(?:nul|0|null|nuul|nol)$/],
  [1, /^(?:een|1|ein|eén|eens)$/],
  [2, /^(?:twee|2|twe|tweet|tv)$/],
  [3, /^(?:drie|3|dri|drieen|dree)$/],
  [4, /^(?:vier|4|fier|veer|viers)$/],
  [5, /^(?:vijf|5|fijf|wijf|vijft|five|vijff)$/],
  [6, /^(?:zes|6|ses|zest|zet|sess)$/],
  [7, /^(?:zeven|7|seven|zeuven|zevend|geven)$/],
  [8, /^(?:acht|8|agt|acht s|achte)$/],
  [9, /^(?:negen|9|neger|neegen|regen|negend)$/],
  [10, /^(?:tien|10|tin|tine|dien|tie)$/],
]

/** The number that a short utterance sounds like; undefined for anything longer. */
export function slippedNumber(folded: string): number | undefined {
  const rest = folded
    .replace(/\b(?:op|van) (?:de )?(?:tien|10|dien|tin)\b/, '')
    .replace(/^(?:(?:euh+|uh+|oh|wel|ongeveer|misschien|zo|rond|een|zeg) )+(?=\w)/, '')
    .trim()
  return SLIPS.find(([, pattern]) => pattern.test(rest))?.[0]
}

export const slippedYesNo = (folded: string): boolean | undefined => {
  if (/^(?:jaa|jah|ya|ia|ha ja|jo|joa|jao|j)$/.test(folded)) return true
  return /^(?:ne|nei|nej|neh|nee nee|mee|nene)$/.test(folded) ? false : undefined
}
