import { numbersBy, type Part } from '../reading/numbers.js'

const UNITS: Readonly<Record<string, number>> = Object.fromEntries(
  'zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize'
    .split(' ')
    .map((word, value) => [word, value]),
)
const TENS: Readonly<Record<string, number>> = {
  vingt: 20,
  trente: 30,
  quarante: 40,
  cinquante: 50,
  soixante: 60,
  septante: 70,
  octante: 80,
  huitante: 80,
  nonante: 90,
}

const unit = (word: string | undefined): number | undefined => (word === 'une' ? 1 : UNITS[word ?? ''])

/** 0–19, with dix-sept … dix-neuf in two words. */
function teen(words: readonly string[], at: number): Part {
  const value = unit(words[at])
  if (value === undefined) return null
  const next = unit(words[at + 1])
  if (value === 10 && next !== undefined && next >= 7 && next <= 9) return { value: 10 + next, to: at + 2 }
  return { value, to: at + 1 }
}

/** 0–99, Belgian (septante, nonante) and French (soixante-dix, quatre-vingt-dix) forms. */
function below100(words: readonly string[], at: number): Part {
  const fourTwenties = words[at] === 'quatre' && /^vingts?$/.test(words[at + 1] ?? '')
  const ten = fourTwenties ? 80 : TENS[words[at] ?? '']
  if (ten === undefined) return teen(words, at)
  const behind = at + (fourTwenties ? 2 : 1)
  const linked = words[behind] === 'et' && /^(?:une?|onze)$/.test(words[behind + 1] ?? '') ? behind + 1 : behind
  const rest = teen(words, linked)
  const most = ten === 60 || ten === 80 ? 19 : 9
  const article = linked === behind && words[linked] === 'une'
  return rest && rest.value >= 1 && rest.value <= most && !article
    ? { value: ten + rest.value, to: rest.to }
    : { value: ten, to: behind }
}

function below1000(words: readonly string[], at: number): Part {
  const first = below100(words, at)
  const hundred = first && first.value >= 2 ? first.to : at
  if (!/^cents?$/.test(words[hundred] ?? '')) return first
  // "dix-neuf cent quarante" is a year said in hundreds.
  const hundreds = hundred === at ? 1 : (first?.value ?? 1)
  const rest = below100(words, hundred + 1)
  const value = hundreds * 100
  return rest && rest.value > 0 ? { value: value + rest.value, to: rest.to } : { value, to: hundred + 1 }
}

function whole(words: readonly string[], at: number): Part {
  const first = below1000(words, at)
  const thousand = first && first.value >= 2 ? first.to : at
  if (words[thousand] !== 'mille') return first
  const value = (thousand === at ? 1 : (first?.value ?? 1)) * 1000
  const rest = below1000(words, thousand + 1)
  return rest && rest.value > 0 ? { value: value + rest.value, to: rest.to } : { value, to: thousand + 1 }
}

const BEHIND_A_NUMBER_ONE = /^(?:sur|virgule|ou|a|et|peut|presque|maximum|,)$/

/** "un peu", "une douleur": an article. "un sur dix", "un", "un, presque rien": a number. */
function isArticle(words: readonly string[], at: number): boolean {
  if (!/^une?$/.test(words[at] ?? '')) return false
  const next = words[at + 1]
  return next !== undefined && !BEHIND_A_NUMBER_ONE.test(next)
}

/** Every number in folded French words: "cinq et demi" is 5.5, the article "un" left out. */
export const readNumbers = numbersBy({
  whole,
  halves: [
    ['et', 'demi'],
    ['et', 'demie'],
  ],
  point: /^(?:virgule|point)$/,
  isArticle,
})
