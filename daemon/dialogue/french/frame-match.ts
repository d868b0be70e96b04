import type { Sign } from './signs.js'

/** A clause has some nine words; notions farther apart belong to different things. */
const SPAN = 9

/**
 * Danger told by two or three notions that stand near each other, in whatever order and words: "le souffle" and "court",
 * "le mollet" and "dur". Every notion must be there within `span` words; then none of it may be denied.
 */
export interface Frame {
  readonly name: Sign['name']
  readonly list: Sign['list']
  readonly all: readonly string[]
  /** Words from the first notion to the last; SPAN unless said. */
  readonly span: number
  /** The lack is the sign ("ne sens plus"): a negation does not turn it over. */
  readonly lack?: true
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

const NEGATION =
  /\b(?:pas|jamais|aucune?|sans|ni|rien|non|plus(?! (?:qu|que|forte?|souvent|grosse?|en plus|tard|d un|de (?:deux|trois)|vite)))\b/
/** "Pas mal de sang", "non seulement": no denial. */
const NO_DENIAL = /\bpas mal de\b|\bnon seulement\b|\bde plus en plus\b|\ben plus\b|\bsans (?:arret|cesse)\b/g
/** "Ça ne saigne pas", "elle ne coule plus": the denial stands right behind. */
const DENIED_BEHIND = /^(?: \w+)?(?: (?:pas|plus|jamais|guere))\b/
const WORDS_BEFORE = 4

const compiled = new WeakMap<Frame, readonly RegExp[]>()

function notionsOf(frame: Frame): readonly RegExp[] {
  const known = compiled.get(frame) ?? frame.all.map(notion => new RegExp(`\\b${notion}(?!\\w)`, 'g'))
  compiled.set(frame, known)
  return known
}

/** True when every notion of the frame is told in the clause, near each other, and not denied. `hadNot` judges the words before. */
export function tellsFrame(frame: Frame, clause: string, hadNot: (before: string) => boolean): boolean {
  if (frame.unless?.test(clause)) return false
  const places = notionsOf(frame).map(notion =>
    [...clause.matchAll(notion)].map(found => ({ from: found.index, to: found.index + found[0].length })),
  )
  if (places.some(found => found.length === 0)) return false
  return arrangements(places).some(arrangement => {
    const from = Math.min(...arrangement.map(place => place.from))
    const to = Math.max(...arrangement.map(place => place.to))
    if (clause.slice(from, to).split(' ').length > frame.span) return false
    const before = clause.slice(0, from).trimEnd()
    if (hadNot(before)) return false
    return frame.lack === true || !isDenied(before, clause.slice(from, to), clause.slice(to))
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

function isDenied(before: string, inside: string, behind: string): boolean {
  const near = `${before.split(' ').slice(-WORDS_BEFORE).join(' ')} ${inside}`.replace(NO_DENIAL, ' ')
  return NEGATION.test(near) || DENIED_BEHIND.test(behind)
}
