/** Things in the order of an instant; taken out by themselves. Binary insertion: some thousand stand in one at a time. */
export class Agenda<T> {
  readonly #items: T[] = []
  readonly #atMs: (item: T) => number

  constructor(atMs: (item: T) => number) {
    this.#atMs = atMs
  }

  get first(): T | undefined {
    return this.#items[0]
  }

  add(item: T): void {
    this.#items.splice(this.#placeBehind(this.#atMs(item)), 0, item)
  }

  /** Before its instant is changed. */
  remove(item: T): void {
    const at = this.#items.lastIndexOf(item, this.#placeBehind(this.#atMs(item)))
    if (at >= 0) this.#items.splice(at, 1)
  }

  /** The first `limit` that are not later than `untilMs`. */
  upTo(untilMs: number, limit: number): readonly T[] {
    return this.#items.slice(0, Math.min(limit, this.#placeBehind(untilMs)))
  }

  #placeBehind(atMs: number): number {
    let low = 0
    let high = this.#items.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#atMs(this.#items[middle]!) <= atMs) low = middle + 1
      else high = middle
    }
    return low
  }
}
