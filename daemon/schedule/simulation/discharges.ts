import { seededRandom } from '../../domain/seeded.js'
import { type DayNumber, dayAt, instantMs, weekdayOf } from '../local-time.js'
import { normal } from './population.js'

export interface ModelDischarge {
  readonly at: Date
  readonly ward: string
  readonly protocol: string
  readonly seed: number
}

/** Where and when patients leave: assumptions as well. */
export interface Leaving {
  readonly wards: number
  /** Monday first, in parts of one another. */
  readonly byWeekday: readonly number[]
  /** Time of day: mean and standard deviation, in minutes on the clock. */
  readonly meanMinute: number
  readonly spreadMinutes: number
  readonly protocols: Readonly<Record<string, number>>
}

export const LEAVING: Leaving = {
  wards: 24,
  byWeekday: [1, 1, 1, 1, 1.2, 0.55, 0.35],
  meanMinute: 13 * 60,
  spreadMinutes: 130,
  protocols: { 'general-follow-up': 55, 'after-surgery-day-1': 25, 'heart-failure': 10, 'discharge-talk': 10 },
}

/** So many discharges over so many days, in the order of time. */
export function dischargesOver(
  { patients, days, seed, from }: { patients: number; days: number; seed: number; from: Date },
  leaving: Leaving,
): readonly ModelDischarge[] {
  const random = seededRandom(seed)
  const first = dayAt(from)
  const all = Array.from({ length: days }, (_, ahead): [DayNumber, number] => [
    first + ahead,
    leaving.byWeekday[weekdayOf(first + ahead)]!,
  ])
  const protocols = Object.entries(leaving.protocols)
  return Array.from({ length: patients }, (): ModelDischarge => {
    const day = byWeight(all, random)
    const minute = Math.round(leaving.meanMinute + normal(random) * leaving.spreadMinutes)
    return {
      at: new Date(instantMs(day, Math.min(1439, Math.max(1, minute)), 'compatible')),
      ward: `W${String(1 + Math.floor(random() ** 2 * leaving.wards)).padStart(2, '0')}`,
      protocol: byWeight(protocols, random),
      seed: Math.floor(random() * 4_294_967_296),
    }
  }).sort((a, b) => a.at.getTime() - b.at.getTime())
}

function byWeight<T>(parts: readonly (readonly [T, number])[], random: () => number): T {
  let left = random() * parts.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [part, weight] of parts) {
    left -= weight
    if (left < 0) return part
  }
  return parts.at(-1)![0]
}
