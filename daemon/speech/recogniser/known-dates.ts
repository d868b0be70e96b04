import type { Hearing } from '../../domain/expected.js'
import { LINE_HZ } from '../../domain/units.js'
import { encodeBehind } from './behind.js'
import { type DateHeard, isSaid, readsAs, weighDate } from './dates.js'
import { CERTAIN, type Greedy, transcribe } from './greedy.js'
import type { Listening } from './listening.js'
import type { Calibration } from './trust.js'

/** "Le 3 5 47" takes longer. */
const SHORTEST_SECONDS = 0.7

/**
 * Whether dates on record were said, listened for behind the carrier; likeliest first. Undefined where that is not worth an encoding: there is no
 * such question, the transcript is clear, or it says one of them already.
 */
export async function weighDates(
  listening: Listening,
  greedy: Greedy,
  seconds: number,
): Promise<readonly DateHeard[] | undefined> {
  const { expected, carrier, session, language, pcm, signal } = listening
  if (expected.kind !== 'date' || carrier === undefined || seconds < SHORTEST_SECONDS) return undefined
  const { known = [] } = expected
  const isClear = greedy.confidence >= CERTAIN || known.some(date => readsAs(greedy.text, date, language))
  if (known.length === 0 || (isClear && listening.always !== true)) return undefined
  await encodeBehind(listening, carrier, pcm)
  const opening = { language, prefix: ` ${carrier.text}` }
  const { logProbability: free } = await transcribe(session, language, pcm.length / LINE_HZ, opening.prefix)
  const search = { session, opening, free, nowYear: new Date().getUTCFullYear() }
  const heard: DateHeard[] = []
  for (const date of known) {
    signal?.throwIfAborted()
    const one = await weighDate(search, date)
    if (one) heard.push(one)
  }
  return heard.sort((a, b) => b.logProbability - a.logProbability)
}

/** Sure where the likeliest date on record was said and no other of them. */
export function heardAsDate(
  dates: readonly DateHeard[],
  { date: trust }: Calibration,
): Pick<Hearing, 'scored' | 'sure'> {
  const scored = dates.map(({ date, logProbability }) => ({ value: date, logProbability }))
  const said = dates.filter(one => isSaid(one, trust))
  return { scored, sure: said.length === 1 && said[0] === dates[0] }
}
