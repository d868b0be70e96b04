import { readNumbers } from './numbers.js'
import { plain } from './words.js'

const DAYS = ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'] as const
const MINUTE_MS = 60_000
const DAY_MINUTES = 1440

/** Local ISO time without zone of a moment named in French ("demain matin", "à 15 heures", "dans une heure"), after `nowLocal`. */
export function readMoment(text: string, nowLocal: string): string | undefined {
  const folded = plain(text)
  const now = Date.parse(`${nowLocal.slice(0, 19)}Z`)
  if (Number.isNaN(now)) return undefined
  const soon = within(folded)
  if (soon !== undefined) return local(now + soon * MINUTE_MS)
  const hour = hourOf(folded)
  const part = partOf(folded)
  const days = daysAhead(folded, new Date(now).getUTCDay())
  if (hour === undefined && part === undefined && days === undefined) return undefined
  const midnight = Math.floor(now / (DAY_MINUTES * MINUTE_MS)) * DAY_MINUTES * MINUTE_MS
  const minutes = hour === undefined ? (part ?? 9 * 60) : afternoon(hour, folded)
  const named = midnight + ((days ?? 0) * DAY_MINUTES + minutes) * MINUTE_MS
  return local(named > now ? named : named + (days === undefined ? DAY_MINUTES * MINUTE_MS : 60 * MINUTE_MS))
}

const local = (at: number): string => new Date(at).toISOString().slice(0, 19)

function within(folded: string): number | undefined {
  const words = folded.split(' ')
  const at = words.indexOf('dans')
  if (at < 0) return undefined
  const rest = words.slice(at + 1)
  const amount = rest[0] === 'une' || rest[0] === 'un' ? 1 : readNumbers(rest)[0]?.value
  if (/\bdans (?:une )?demi heure\b/.test(folded)) return 30
  if (/\bdans un quart d heure\b/.test(folded)) return 15
  if (amount === undefined) return /\bdans (?:quelques|un) (?:minutes|moment|instant)\b/.test(folded) ? 30 : undefined
  if (/\bdans .*\bminutes?\b/.test(folded)) return amount
  if (/\bdans .*\bheures?\b/.test(folded)) return amount * 60
  if (/\bdans .*\bjours?\b/.test(folded)) return amount * DAY_MINUTES
  return undefined
}

/** Minutes since midnight of "15 heures 30", "midi", "seize heures". */
function hourOf(folded: string): number | undefined {
  if (/\bmidi\b/.test(folded) && !/\bapres midi\b/.test(folded)) return 12 * 60
  const words = folded.split(' ')
  for (const number of readNumbers(words)) {
    if (!/^heures?$/.test(words[number.to] ?? '') || number.value > 24) continue
    const next = readNumbers(words.slice(number.to + 1))[0]
    const minutes = /^(?:et )?demie?\b/.test(words.slice(number.to + 1).join(' '))
      ? 30
      : next?.from === 0 && next.value < 60
        ? next.value
        : 0
    return Math.floor(number.value) * 60 + minutes
  }
  return undefined
}

/** "À trois heures" in the afternoon is 15:00: nobody is rung at night. */
const afternoon = (minutes: number, folded: string): number =>
  minutes < 8 * 60 || (/\b(?:apres midi|soir)\b/.test(folded) && minutes < 12 * 60) ? minutes + 12 * 60 : minutes

function partOf(folded: string): number | undefined {
  if (/\b(?:matin|matinee)\b/.test(folded)) return 9 * 60 + 30
  if (/\b(?:apres midi|tantot)\b/.test(folded)) return 14 * 60
  if (/\b(?:soir|soiree|fin de journee)\b/.test(folded)) return 18 * 60
  return undefined
}

function daysAhead(folded: string, today: number): number | undefined {
  if (/\bapres demain\b/.test(folded)) return 2
  if (/\bdemain\b/.test(folded)) return 1
  if (/\b(?:aujourd hui|ce soir|ce matin|cet apres midi|tantot)\b/.test(folded)) return 0
  if (/\bsemaine prochaine\b/.test(folded)) return 7
  const day = DAYS.findIndex(name => new RegExp(`\\b${name}\\b`).test(folded))
  return day < 0 ? undefined : (day - today + 7) % 7 || 7
}
