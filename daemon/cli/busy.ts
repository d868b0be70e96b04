const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

/** Counts work in flight, so that virtual time stands still while somebody is thinking. */
export class Busy {
  private readonly flying = new Set<Promise<unknown>>()

  readonly track = <T>(work: Promise<T>): Promise<T> => {
    const entry: Promise<unknown> = work.then(
      () => this.flying.delete(entry),
      () => this.flying.delete(entry),
    )
    this.flying.add(entry)
    return work
  }

  /** Resolves when nothing is in flight and nothing follows from what was. */
  readonly settled = async (): Promise<void> => {
    await turn()
    while (this.flying.size > 0) {
      await Promise.race(this.flying)
      await turn()
    }
  }
}
