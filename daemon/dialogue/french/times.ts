import type { DateWords } from '../reading/dates.js'
import type { MomentWords } from '../reading/moments.js'
import type { ReadNumbers } from '../reading/numbers.js'

const DAY_MINUTES = 1440

/** Minutes from now of "dans une heure", "dans un quart d'heure". */
function within(folded: string, readNumbers: ReadNumbers): number | undefined {
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
function hour(folded: string, readNumbers: ReadNumbers): ReturnType<MomentWords['hour']> {
  if (/\bmidi\b/.test(folded) && !/\bapres midi\b/.test(folded)) return { minutes: 12 * 60, exact: false }
  const words = folded.split(' ')
  for (const number of readNumbers(words)) {
    if (!/^heures?$/.test(words[number.to] ?? '') || number.value > 24) continue
    const next = readNumbers(words.slice(number.to + 1))[0]
    const minutes = /^(?:et )?demie?\b/.test(words.slice(number.to + 1).join(' '))
      ? 30
      : next?.from === 0 && next.value < 60
        ? next.value
        : 0
    return { minutes: Math.floor(number.value) * 60 + minutes, exact: false }
  }
  return undefined
}

/** "Demain matin", "à 15 heures", "dans une heure". */
export const moments: MomentWords = {
  within,
  hour,
  parts: [
    [/\b(?:matin|matinee)\b/, 9 * 60 + 30],
    [/\b(?:apres midi|tantot)\b/, 14 * 60],
    [/\b(?:soir|soiree|fin de journee)\b/, 18 * 60],
  ],
  days: [
    [/\bapres demain\b/, 2],
    [/\bdemain\b/, 1],
    [/\b(?:aujourd hui|ce soir|ce matin|cet apres midi|tantot)\b/, 0],
    [/\bsemaine prochaine\b/, 7],
  ],
  weekdays: ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'],
  late: /\b(?:apres midi|soir)\b/,
}

/** "Dix-neuf cent quarante", "le premier mars". */
export const dates: DateWords = {
  months: {
    janvier: 1,
    fevrier: 2,
    mars: 3,
    avril: 4,
    mai: 5,
    juin: 6,
    juillet: 7,
    aout: 8,
    out: 8,
    // "Août mille …"
    outil: 8,
    septembre: 9,
    octobre: 10,
    novembre: 11,
    decembre: 12,
  },
  asNumber: told => halfWritten(told.map(word => (/^(?:premier|1er|1ere|premiere)$/.test(word) ? '1' : word))),
}

/** Numbers that the recogniser wrote half in digits: "20 et un janvier 64", "19 cent 60", "19140". */
function halfWritten(told: readonly string[]): readonly string[] {
  return told.flatMap((word, at) => {
    const [before, behind] = [told[at - 1] ?? '', told[at + 1] ?? '']
    if (/^[2-7]0$/.test(word) && behind === 'et' && /^(?:une?|1)$/.test(told[at + 2] ?? ''))
      return [`${Number(word) + 1}`]
    const linked = word === 'et' ? before : before === 'et' ? (told[at - 2] ?? '') : ''
    if (/^[2-7]0$/.test(linked) && /^(?:une?|1)$/.test(word === 'et' ? behind : word)) return []
    if (before === '19' && /^(?:cents?|100|sans)$/.test(word)) return []
    return [word.replace(/^191(?=\d\d$)/, '19')]
  })
}
