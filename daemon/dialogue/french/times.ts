import { daysUntil, readMomentWith } from '../reading/moments.js'
import { readNumbers } from './numbers.js'
import { plain } from './words.js'

const DAYS = ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'] as const
const DAY_MINUTES = 1440

/** See {@link readMomentWith}: "demain matin", "à 15 heures", "dans une heure". */
export const readMoment = (text: string, nowLocal: string): string | undefined =>
  readMomentWith({ plain, within, hourOf, partOf, daysAhead, late: /\b(?:apres midi|soir)\b/ }, text, nowLocal)

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
  return daysUntil(DAYS, folded, today)
}
