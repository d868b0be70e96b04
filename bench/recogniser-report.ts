import { fuse, isCertain } from '../daemon/speech/recogniser/fusion.js'
import { type Calibration, isSure, type JudgedStage } from '../daemon/speech/recogniser/trust.js'
import type { Row } from './recogniser-rows.js'

interface Tally {
  answers: number
  greedyRight: number
  bestRight: number
  accepted: number
  wrong: number
  others: number
  othersAccepted: number
  twice: number
}

const EMPTY: Tally = {
  answers: 0,
  greedyRight: 0,
  bestRight: 0,
  accepted: 0,
  wrong: 0,
  others: 0,
  othersAccepted: 0,
  twice: 0,
}

/** What the recogniser would have said with this calibration: best value, whether it is sure, whether it listened twice. */
function outcome({ question, stages, seconds, fusing }: Row, { trust, carrierUpToSeconds, fusion }: Calibration) {
  if (question === 'free' || !stages.plain) return undefined
  const judged = (name: JudgedStage, twice: boolean) => {
    const stage = stages[name]
    return stage && { best: stage.best, sure: isSure(trust[name][question], stage.evidence), twice }
  }
  const behind = seconds <= carrierUpToSeconds[question] ? judged('behind', false) : undefined
  if (behind?.sure) return behind
  const first = behind ? judged('both', true) : judged('plain', false)
  const name = fusing?.together ? 'together' : 'alone'
  const heard = fusing?.[name]
  if (first?.sure === true || !heard) return first
  const { scored } = fuse(fusion[name][question], heard)
  const sure = isCertain(fusion[name][question], scored, heard)
  return { best: scored[0]?.value ?? null, sure, twice: true }
}

function add(tally: Tally, row: Row, heard: NonNullable<ReturnType<typeof outcome>>): void {
  if (heard.twice) tally.twice += 1
  if (row.value === null) {
    tally.others += 1
    if (heard.sure) tally.othersAccepted += 1
    return
  }
  const right = heard.best === row.value
  tally.answers += 1
  if (row.greedy === row.value) tally.greedyRight += 1
  if (right) tally.bestRight += 1
  if (heard.sure) tally.accepted += 1
  if (heard.sure && !right) tally.wrong += 1
}

export const share = (part: number, of: number): string => (of === 0 ? '–' : `${Math.round((100 * part) / of)} %`)

/** Rows counted under each key that `keysOf` gives them. */
export function tallied(
  rows: readonly Row[],
  calibrationFor: (voice: string) => Calibration,
  keysOf: (row: Row) => readonly string[],
): ReadonlyMap<string, Readonly<Tally>> {
  const tallies = new Map<string, Tally>()
  for (const row of rows) {
    const heard = outcome(row, calibrationFor(row.voice))
    if (!heard) continue
    for (const key of keysOf(row)) {
      const tally = tallies.get(key) ?? { ...EMPTY }
      tallies.set(key, tally)
      add(tally, row, heard)
    }
  }
  return tallies
}

/** Per question and voice; answers apart from what is no answer. */
export function reportClosed(rows: readonly Row[], calibrationFor: (voice: string) => Calibration): void {
  const tallies = tallied(rows, calibrationFor, ({ question, voice, value, said }) => {
    const word = value !== null && !said.trim().includes(' ') ? [`${question} (single words)`] : []
    return [`${question} ${voice}`, `${question} (all)`, ...word]
  })
  console.log(
    'question voice | answers: n, greedy right, best right, accepted, wrongly | others: n, accepted | heard twice',
  )
  for (const [key, t] of [...tallies].sort(([a], [b]) => a.localeCompare(b))) {
    const answers = `${t.answers}, ${share(t.greedyRight, t.answers)}, ${share(t.bestRight, t.answers)}, ${share(t.accepted, t.answers)}, ${t.wrong}`
    console.log(`${key} | ${answers} | ${t.others}, ${t.othersAccepted} | ${share(t.twice, t.answers + t.others)}`)
  }
}

const words = (text: string): string[] =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)

/** Word errors: substitutions, insertions and deletions (Levenshtein on words). */
function errors(said: readonly string[], heard: readonly string[]): number {
  let row = Array.from({ length: heard.length + 1 }, (_, j) => j)
  said.forEach((word, i) => {
    const next = [i + 1]
    heard.forEach((other, j) => {
      next.push(Math.min(row[j]! + (word === other ? 0 : 1), row[j + 1]! + 1, next[j]! + 1))
    })
    row = next
  })
  return row.at(-1)!
}

/** Word error rate of free speech per voice and condition. */
export function reportFree(rows: readonly Row[]): void {
  const counts = new Map<string, { wrong: number; of: number }>()
  for (const row of rows.filter(({ question }) => question === 'free')) {
    const key = `${row.voice} ${row.condition}`
    const count = counts.get(key) ?? { wrong: 0, of: 0 }
    counts.set(key, count)
    count.wrong += errors(words(row.said), words(row.heard))
    count.of += words(row.said).length
  }
  if (counts.size > 0) console.log('\nfree speech | words, word error rate')
  for (const [key, { wrong, of }] of [...counts].sort(([a], [b]) => a.localeCompare(b)))
    console.log(`${key} | ${of}, ${(wrong / of).toFixed(2)}`)
}
