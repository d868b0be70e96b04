import type { LinkId } from '../domain/outcome.js'
import type { Utterance } from './format.js'

/** The first and last words are no items: "*" does not speak to them. */
const NO_ITEM: ReadonlySet<LinkId> = new Set(['greeting', 'closing'])

/**
 * The file's answers, handed out in the order the questions come. Each item goes through its list once and then repeats the
 * last; items that share "*" go through it separately.
 */
export class Answers {
  private readonly lists: Readonly<Record<LinkId, readonly Utterance[]>>
  private readonly taken = new Map<LinkId, number>()
  private readonly interrupted = new Set<LinkId>()

  constructor(lists: Readonly<Record<LinkId, readonly Utterance[]>>) {
    this.lists = lists
  }

  /** The answer that comes next for an item; undefined is silence. */
  next(linkId: LinkId): Utterance | undefined {
    const list = this.listOf(linkId)
    return list[Math.min(this.taken.get(linkId) ?? 0, list.length - 1)]
  }

  take(linkId: LinkId): Utterance | undefined {
    const answer = this.next(linkId)
    this.taken.set(linkId, (this.taken.get(linkId) ?? 0) + 1)
    return answer
  }

  /** The patient spoke over these words: what follows there is a question to be answered, even in the closing. */
  interrupt(linkId: LinkId): void {
    this.interrupted.add(linkId)
  }

  private listOf(linkId: LinkId): readonly Utterance[] {
    const others = NO_ITEM.has(linkId) && !this.interrupted.has(linkId) ? [] : (this.lists['*'] ?? [])
    return Object.hasOwn(this.lists, linkId) ? this.lists[linkId]! : others
  }
}
