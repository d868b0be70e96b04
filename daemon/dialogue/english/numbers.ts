import { numbersBy, type Part } from '../reading/numbers.js'

const UNITS: ReadonlyMap<string, number> = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
    .split(' ')
    .map((word, value) => [word, value]),
)
const TENS: ReadonlyMap<string, number> = new Map(
  'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ').map((word, at) => [word, 20 + at * 10]),
)
const NONE = /^(?:nought|naught|nil)$/

function below100(words: readonly string[], at: number): Part {
  const word = words[at] ?? ''
  const ten = TENS.get(word === 'fourty' ? 'forty' : word)
  if (ten === undefined) {
    const value = NONE.test(word) ? 0 : UNITS.get(word)
    return value === undefined ? null : { value, to: at + 1 }
  }
  const unit = UNITS.get(words[at + 1] ?? '')
  return unit !== undefined && unit >= 1 && unit <= 9 ? { value: ten + unit, to: at + 2 } : { value: ten, to: at + 1 }
}

/** "Two hundred and five", "nineteen hundred and forty"; "a hundred" too. */
function below10000(words: readonly string[], at: number): Part {
  const article = words[at] === 'a' && /^(?:hundred|thousand)$/.test(words[at + 1] ?? '')
  const first = article ? { value: 1, to: at + 1 } : below100(words, at)
  if (!first) return null
  const size = words[first.to] === 'hundred' ? 100 : words[first.to] === 'thousand' ? 1000 : 1
  if (size === 1) return first
  const behind = words[first.to + 1] === 'and' ? first.to + 2 : first.to + 1
  const rest = size === 1000 ? below10000(words, behind) : below100(words, behind)
  const value = first.value * size
  return rest && rest.value > 0 && rest.value < size
    ? { value: value + rest.value, to: rest.to }
    : { value, to: first.to + 1 }
}

/** "The one", "the last one", "one moment": not a score. */
const NO_SCORE = /^(?:the|this|that|no|any|some|which|other|another|each|every|right|wrong|last|first|same)$/
const NO_SCORE_BEHIND = /^(?:moment|second|minute|day|more|thing|person|side|of)$/

/** Every number in folded English words. */
export const readNumbers = numbersBy({
  whole: below10000,
  halves: [
    ['and', 'a', 'half'],
    ['and', 'half'],
  ],
  point: /^(?:point|dot|comma)$/,
  isArticle: (words, at) =>
    words[at] === 'one' && (NO_SCORE.test(words[at - 1] ?? '') || NO_SCORE_BEHIND.test(words[at + 1] ?? '')),
})

/** What Whisper base writes for a number said alone, as homophones go. */
const SLIPS: readonly (readonly [number, RegExp])[] = [
  [0, /^(?:zero|0|xero|nought|not|nil|zeros)$/],
  [1, /^(?:one|1|won|wan|juan)$/],
  [2, /^(?:two|2|to|too|tu|tou)$/],
  [3, /^(?:three|3|tree|free|threes|thre)$/],
  [4, /^(?:four|4|for|fore|fours|fuller)$/],
  [5, /^(?:five|5|fife|fives|hive|file)$/],
  [6, /^(?:six|6|sicks|sex|sics|sixth)$/],
  [7, /^(?:seven|7|sevens|savin|heaven|seventh)$/],
  [8, /^(?:eight|8|ate|hate|eights|aid)$/],
  [9, /^(?:nine|9|nein|nigh|mine|line|nines)$/],
  [10, /^(?:ten|10|tan|den|tent|then)$/],
]

/** The number that a short utterance sounds like; undefined for anything longer. */
export function slippedNumber(folded: string): number | undefined {
  const rest = folded
    .replace(/\b(?:out of|over|of) (?:ten|10|then|tan|tent)\b/, '')
    .replace(/^(?:um+|uh+|er+|oh|well|about|maybe|around|a|say|perhaps)\s+/, '')
    .trim()
  return SLIPS.find(([, pattern]) => pattern.test(rest))?.[0]
}

export const slippedYesNo = (folded: string): boolean | undefined => {
  if (/^(?:yes yes|yas|yet|yess|jess|yea|yah|guess|chess|ya|ye)$/.test(folded)) return true
  return /^(?:know|now|nah|noo|know know|gnome|note)$/.test(folded) ? false : undefined
}
