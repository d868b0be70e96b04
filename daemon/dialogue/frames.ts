import type { DangerSign } from './tongue.js'

/** A clause has some nine words; notions farther apart belong to different things. */
const SPAN = 9

/**
 * Danger told by two or three notions that stand near each other, in whatever order and words: "le souffle" and "court",
 * "le mollet" and "dur". Every notion must be there within `span` words; then none of it may be denied.
 */
export interface Frame {
  readonly name: DangerSign['name']
  readonly list: DangerSign['list']
  readonly all: readonly string[]
  /** Words from the first notion to the last; SPAN unless said. */
  readonly span: number
  /** The lack is the sign ("ne sens plus"): a negation does not turn it over. */
  readonly lack?: true
  /** Counts also where it is wondered about ("je me demande si"). */
  readonly wondered?: true
  readonly unless?: RegExp
}

const frameOf =
  (list: Frame['list']) =>
  (name: string, all: readonly string[], more: Partial<Frame> = {}): Frame => ({ name, list, all, span: SPAN, ...more })

export const emergency = frameOf('emergency')
export const urgent = frameOf('urgent')
export const lack = { lack: true } as const

/** Where a notion stands in a clause, in characters. */
interface Place {
  readonly from: number
  readonly to: number
}

/** How a language denies what it names. */
export interface Denial {
  readonly negation: RegExp
  /** Phrases that hold a negation and deny nothing ("pas mal de sang"); global. */
  readonly noDenial: RegExp
  /** A denial right behind ("ça ne saigne pas"). */
  readonly behind: RegExp
}

const WORDS_BEFORE = 4

const compiled = new WeakMap<Frame, readonly RegExp[]>()

function notionsOf(frame: Frame): readonly RegExp[] {
  const known = compiled.get(frame) ?? frame.all.map(notion => new RegExp(`\\b${notion}(?!\\w)`, 'g'))
  compiled.set(frame, known)
  return known
}

/** True when every notion of the frame is told in the clause, near each other, and not denied. `hadNot` judges the words before. */
export function tellsFrame(denial: Denial, frame: Frame, clause: string, hadNot: (before: string) => boolean): boolean {
  if (frame.unless?.test(clause)) return false
  const places: (readonly Place[])[] = []
  for (const notion of notionsOf(frame)) {
    const found = [...clause.matchAll(notion)].map(one => ({ from: one.index, to: one.index + one[0].length }))
    if (found.length === 0) return false
    places.push(found)
  }
  return arrangements(places).some(arrangement => {
    const from = Math.min(...arrangement.map(place => place.from))
    const to = Math.max(...arrangement.map(place => place.to))
    if (clause.slice(from, to).split(' ').length > frame.span) return false
    const before = clause.slice(0, from).trimEnd()
    if (frame.wondered !== true && hadNot(before)) return false
    return frame.lack === true || !isDenied(denial, before, clause.slice(from, to), clause.slice(to))
  })
}

/** Every way to take one place of each notion without two of them lying on each other. */
function arrangements(places: readonly (readonly Place[])[]): readonly (readonly Place[])[] {
  return places.reduce<readonly (readonly Place[])[]>(
    (all, found) =>
      all.flatMap(taken =>
        found
          .filter(place => taken.every(other => place.to <= other.from || place.from >= other.to))
          .map(place => [...taken, place]),
      ),
    [[]],
  )
}

function isDenied(denial: Denial, before: string, inside: string, behind: string): boolean {
  const near = `${before.split(' ').slice(-WORDS_BEFORE).join(' ')} ${inside}`.replace(denial.noDenial, ' ')
  return denial.negation.test(near) || denial.behind.test(behind)
}
