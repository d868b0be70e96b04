import type { Language } from '../../domain/expected.js'
import type { NativeSession, Opening } from './addon.js'
import { type Day, dayOf, neighboursOf, type Way, waysToSay } from './date-forms.js'
import { plain } from './read.js'

/** A known date as it was heard, part by part: log-probability against its likeliest neighbour in that part, at most MOST. */
export interface DateHeard {
  readonly date: string
  /** How it was said, as far as can be told. */
  readonly form: string
  readonly logProbability: number
  readonly day: number
  readonly month: number
  readonly year: number
  /** Against the likeliest words of all: what is half a date, or none, lies far below them. */
  readonly fits: number
}

/** From where on a known date counts as said, for each part; natural log-probabilities, negative where a neighbour may be likelier. */
export interface DateTrust {
  readonly day: number
  readonly month: number
  readonly year: number
  readonly fits: number
}

/** A neighbour this far below is not told apart from "impossible". */
const MOST = 6
/** A date is rarely what Whisper writes first, so more is looked at than for a number. */
const WIDE = { pruneBelow: 8, mostRows: 90 }
const NEIGHBOURS = { pruneBelow: MOST, mostRows: 150 }

/** What is listened to, and what was heard there without a date in mind. */
export interface DateSearch {
  readonly session: NativeSession
  readonly opening: Opening & { readonly language: Language }
  /** Log-probability of the likeliest words. */
  readonly free: number
  readonly nowYear: number
}

/**
 * Whether a known date was said: it is found in the way in which it is likeliest, and then held in that way against every other day,
 * month and year. The question is not which of 42,000 dates was said (55 of 97 right) but whether this one was. Undefined: it was not
 * even near.
 */
export async function weighDate(
  { session, opening, free, nowYear }: DateSearch,
  date: string,
): Promise<DateHeard | undefined> {
  const own = dayOf(date)
  if (own === undefined) return undefined
  const ways = distinctWays(own, opening.language)
  const texts = ways.map(way => ` ${way(own)}`)
  const scores = await session.score(texts, { ...opening, ...WIDE })
  const best = likeliest(scores)
  if (best === undefined) return undefined
  const form = texts[best]!
  const said = (others: readonly Day[]) => others.map(one => ` ${ways[best]!(one)}`).filter(text => text !== form)
  const neighbours = neighboursOf(own, nowYear)
  const [days, months, years] = [said(neighbours.day), said(neighbours.month), said(neighbours.year)]
  const held = await session.score([form, ...days, ...months, ...years], { ...opening, ...NEIGHBOURS })
  const above = (from: number, count: number): number => {
    if (held[0] === Number.NEGATIVE_INFINITY) return -MOST
    return Math.max(-MOST, Math.min(MOST, held[0]! - Math.max(...held.slice(from, from + count))))
  }
  return {
    date,
    form: form.trim(),
    logProbability: scores[best]!,
    day: above(1, days.length),
    month: above(1 + days.length, months.length),
    year: above(1 + days.length + months.length, years.length),
    fits: scores[best]! - free,
  }
}

/** Ways that say this date in the same words are one. */
function distinctWays(date: Day, language: Language): readonly Way[] {
  const known = new Map<string, Way>()
  for (const way of waysToSay[language]) if (!known.has(way(date))) known.set(way(date), way)
  return [...known.values()]
}

function likeliest(scores: ArrayLike<number>): number | undefined {
  let best: number | undefined
  for (let at = 0; at < scores.length; at++)
    if (scores[at]! > Number.NEGATIVE_INFINITY && (best === undefined || scores[at]! > scores[best]!)) best = at
  return best
}

export const isSaid = (heard: DateHeard, trust: DateTrust): boolean =>
  heard.day >= trust.day && heard.month >= trust.month && heard.year >= trust.year && heard.fits >= trust.fits

/** Whether the transcript holds the date in one of the ways to say it. */
export function readsAs(text: string, date: string, language: Language): boolean {
  const own = dayOf(date)
  const said = ` ${plain(text)} `
  return own !== undefined && waysToSay[language].some(way => said.includes(` ${plain(way(own))} `))
}
