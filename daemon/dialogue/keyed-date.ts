/** A keyed date: eight digits DDMMYYYY that are a day of the calendar, as YYYY-MM-DD; undefined when they are none. */
export function keyedDate(keys: string): string | undefined {
  const [, day, month, year] = /^(\d\d)(\d\d)(\d{4})#?$/.exec(keys) ?? []
  if (day === undefined || Number(year) < 1890) return undefined
  const date = `${year}-${month}-${day}`
  return new Date(`${date}T00:00:00Z`).toJSON()?.startsWith(date) ? date : undefined
}
