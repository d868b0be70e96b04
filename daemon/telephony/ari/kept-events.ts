/** Events with listeners; what happens before the first listener is kept for it. A throwing listener harms no other. */
export interface KeptEvents<Event> {
  emit(event: Event): void
  listen(listener: (event: Event) => void): () => void
}

export function keepEvents<Event>(): KeptEvents<Event> {
  const listeners = new Set<(event: Event) => void>()
  let kept: Event[] | undefined = []
  const tell = (listener: (event: Event) => void, event: Event): void => {
    try {
      listener(event)
    } catch (error) {
      queueMicrotask(() => {
        throw error
      })
    }
  }
  return {
    emit: event => {
      if (kept) kept.push(event)
      else for (const listener of [...listeners]) tell(listener, event)
    },
    listen: listener => {
      listeners.add(listener)
      const missed = kept ?? []
      kept = undefined
      for (const event of missed) tell(listener, event)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
