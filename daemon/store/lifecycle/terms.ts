const DAY_MS = 86_400_000

/** The same day and time, so many years earlier; 29 February becomes 1 March. */
export function yearsBefore(at: Date, years: number): Date {
  const earlier = new Date(at)
  earlier.setUTCFullYear(earlier.getUTCFullYear() - years)
  return earlier
}

export const daysBefore = (at: Date, days: number): Date => new Date(at.getTime() - days * DAY_MS)
