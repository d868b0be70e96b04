/** Whoever waits for sound. */
export interface Waiting {
  readonly sound: (pcm: Int16Array, last: boolean) => void
  readonly fail: (cause: Error) => void
}

/** Sound between what makes it and whoever reads it. */
export class Arrivals implements Waiting {
  readonly #sounds: Int16Array[] = []
  #over = false
  #failure: Error | undefined
  #wake: (() => void) | undefined

  sound(pcm: Int16Array, last: boolean): void {
    this.#sounds.push(pcm)
    this.#over = last
    this.#wake?.()
  }

  fail(cause: Error): void {
    this.#failure = cause
    this.#wake?.()
  }

  async *read(): AsyncGenerator<Int16Array, void, undefined> {
    for (;;) {
      const pcm = this.#sounds.shift()
      if (pcm) {
        if (pcm.length > 0) yield pcm
        continue
      }
      if (this.#failure) throw this.#failure
      if (this.#over) return
      await new Promise<void>(resolve => {
        this.#wake = resolve
      })
    }
  }
}
