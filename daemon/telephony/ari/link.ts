import { Failure } from '../../domain/failure.js'
import { openEventStream, type StreamState } from './event-stream.js'
import type { AriEvent } from './generated/ari.js'
import { type AriAccess, openRest, type Rest } from './rest.js'

export interface LinkOptions extends AriAccess {
  /** The Stasis application: also the mark on all that is ours in the PBX. */
  readonly app: string
  /** Connected, the first time or again. */
  onUp?(): void
  onDown?(state: StreamState): void
  /** An event about a channel or bridge that nobody follows. */
  onStray?(event: AriEvent): void
}

/** Requests to Asterisk and the events that come back, told apart by channel and bridge. */
export interface AriLink extends Rest {
  readonly app: string
  readonly state: StreamState
  start(): Promise<void>
  stop(): Promise<void>
  /** Hears every event about this channel or bridge until the returned function is called. */
  readonly follow: (id: string, listener: (event: AriEvent) => void) => () => void
  /** The next event of this type about this channel or bridge; rejects with telephony/lost at the signal. */
  next(id: string, type: AriEvent['type'], signal: AbortSignal): Promise<AriEvent>
}

export function openLink(options: LinkOptions): AriLink {
  const rest = openRest(options)
  const listeners = new Map<string, Set<(event: AriEvent) => void>>()
  const stream = openEventStream({
    access: options,
    app: options.app,
    onEvent: event => {
      const heard = subjectsOf(event).flatMap(id => [...(listeners.get(id) ?? [])])
      for (const listener of new Set(heard)) listener(event)
      if (heard.length === 0) options.onStray?.(event)
    },
    onUp: () => options.onUp?.(),
    onDown: state => options.onDown?.(state),
  })
  const follow: AriLink['follow'] = (id, listener) => {
    const set = listeners.get(id) ?? new Set()
    listeners.set(id, set.add(listener))
    return () => {
      set.delete(listener)
      if (set.size === 0 && listeners.get(id) === set) listeners.delete(id)
    }
  }
  return {
    app: options.app,
    get state() {
      return stream.state
    },
    request: rest.request,
    start: () => stream.start(),
    stop: () => stream.stop(),
    follow,
    next: (id, type, signal) =>
      new Promise((resolve, reject) => {
        const unfollow = follow(id, event => {
          if (event.type !== type) return
          unfollow()
          resolve(event)
        })
        const abandon = () => {
          unfollow()
          reject(new Failure('telephony/lost'))
        }
        if (signal.aborted) abandon()
        else signal.addEventListener('abort', abandon, { once: true })
      }),
  }
}

/** The channels and bridges that an event is about: `Dial` names its channel `peer`. */
function subjectsOf(event: AriEvent): string[] {
  const ids: string[] = []
  if ('channel' in event && event.channel) ids.push(event.channel.id)
  if ('peer' in event && 'id' in event.peer) ids.push(event.peer.id)
  if ('bridge' in event) ids.push(event.bridge.id)
  return ids
}
