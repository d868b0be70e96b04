import type { DateHeard, DateTrust } from '../daemon/speech/recogniser/dates.js'
import { isSaid } from '../daemon/speech/recogniser/dates.js'

/** One clip and the dates that it was asked for. */
export interface DateRow {
  readonly voice: string
  readonly condition: string
  readonly file: string
  readonly text: string
  /** What the recogniser wrote. */
  readonly written: string
  readonly confidence: number
  readonly tookMs: number
  readonly heard: readonly {
    readonly role: 'own' | 'near' | "another's" | 'half' | 'no date'
    readonly date: string
    readonly heard: DateHeard | null
  }[]
}

/** Share of what is not the clip's date that may be taken for it; nothing of what is no date, is half a date, or is another person's. */
const MOST_NEAR = 0.05

const STEPS = [-3, -2.5, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2]
const FITS = [-8, -7, -6, -5, -4, -3, -2, -1]

/** The thresholds that take the most of the clips' own dates. */
export function fitDates(rows: readonly DateRow[], mostNear = MOST_NEAR): DateTrust {
  const all = rows.flatMap(row => row.heard.flatMap(({ role, heard }) => (heard ? [{ role, heard }] : [])))
  const near = rows.flatMap(row => row.heard.filter(({ role }) => role === 'near')).length
  let best: { trust: DateTrust; own: number; near: number } | undefined
  for (const part of STEPS.filter(step => step >= 0))
    for (const year of STEPS)
      for (const fits of FITS) {
        const trust: DateTrust = { day: part, month: part, year, fits }
        const taken = { own: 0, near: 0, wrong: 0 }
        for (const { role, heard } of all)
          if (isSaid(heard, trust)) taken[role === 'own' || role === 'near' ? role : 'wrong']++
        if (taken.wrong > 0 || taken.near > mostNear * near) continue
        if (!best || taken.own > best.own || (taken.own === best.own && taken.near < best.near))
          best = { trust, own: taken.own, near: taken.near }
      }
  return best?.trust ?? { day: 9, month: 9, year: 9, fits: 9 }
}

/** For each voice the thresholds that the others made. */
export function crossValidatedDates(rows: readonly DateRow[], mostNear = MOST_NEAR): (voice: string) => DateTrust {
  const made = new Map<string, DateTrust>()
  return voice => {
    const known =
      made.get(voice) ??
      fitDates(
        rows.filter(row => row.voice !== voice),
        mostNear,
      )
    made.set(voice, known)
    return known
  }
}
