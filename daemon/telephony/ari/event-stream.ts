import { WebSocket } from 'ws'
import { Failure } from '../../domain/failure.js'
import type { AriEvent } from './generated/ari.js'
import { type AriAccess, addressOf, authorisationOf } from './rest.js'

export type StreamState =
  | { readonly name: 'closed' }
  | { readonly name: 'up' }
  /** Tried again until it is up. */
  | { readonly name: 'down'; readonly failure: Failure; readonly sinceMs: number }
  /** Another daemon listens under our name. Taking it back would start a tug of war, so only a restart does. */
  | { readonly name: 'replaced' }

export interface EventStreamOptions {
  readonly access: AriAccess
  readonly app: string
  onEvent(event: AriEvent): void
  /** After the first connection and each later one: reconcile now, events were missed. */
  onUp(): void
  onDown(state: StreamState): void
}

export interface EventStream {
  readonly state: StreamState
  /** Throws telephony/unauthorised or telephony/unreachable; later losses are repaired silently. */
  start(): Promise<void>
  stop(): Promise<void>
}

const BACKOFF = { firstMs: 100, mostMs: 2000 } as const
const HANDSHAKE_MS = 5000
/** A half-open connection (PBX frozen, cable cut) shows after at most two of these. */
const PING_MS = 2000
/** The largest event holds a few channels: 10 kB. */
const MOST_BYTES = 1 << 20

export function openEventStream(options: EventStreamOptions): EventStream {
  let state: StreamState = { name: 'closed' }
  let socket: WebSocket | undefined
  let retry: NodeJS.Timeout | undefined
  let attempt = 0
  let stopped = false
  let connecting: Promise<void> = Promise.resolve()

  const connect = async (): Promise<void> => {
    const opened = await openSocket(options)
    if (stopped) return closed(opened)
    socket = opened
    attempt = 0
    const stopPinging = keepAlive(opened)
    opened.on('message', raw => {
      if (socket === opened) deliver((raw as Buffer).toString('utf8'))
    })
    opened.once('close', () => {
      stopPinging()
      if (socket === opened && state.name === 'up') lose(new Failure('telephony/lost'))
    })
    state = { name: 'up' }
    options.onUp()
  }

  const deliver = (text: string): void => {
    const event = parsed(text)
    if (!event) return
    if (event.type !== 'ApplicationReplaced') return options.onEvent(event)
    state = { name: 'replaced' }
    socket?.close()
    options.onDown(state)
  }

  const lose = (failure: Failure): void => {
    const first = state.name !== 'down'
    state = { name: 'down', failure, sinceMs: state.name === 'down' ? state.sinceMs : performance.now() }
    const longestMs = Math.min(BACKOFF.mostMs, BACKOFF.firstMs * 2 ** attempt++)
    // Half of it is chance: many daemons do not come back to a restarted PBX in step.
    retry = setTimeout(
      () => {
        connecting = tryAgain()
      },
      longestMs * (0.5 + Math.random() / 2),
    )
    if (first) options.onDown(state)
  }

  const tryAgain = (): Promise<void> =>
    connect().catch((error: unknown) => {
      if (state.name === 'down')
        lose(error instanceof Failure ? error : new Failure('telephony/lost', {}, { cause: error }))
    })

  return {
    get state() {
      return state
    },
    start: connect,
    stop: async () => {
      stopped = true
      state = { name: 'closed' }
      clearTimeout(retry)
      await connecting
      await closed(socket)
    },
  }
}

function openSocket({ access, app }: EventStreamOptions): Promise<WebSocket> {
  const target = new URL('/ari/events', access.url)
  target.protocol = target.protocol === 'https:' ? 'wss:' : 'ws:'
  target.searchParams.set('app', app)
  const socket = new WebSocket(target, {
    headers: { authorization: authorisationOf(access) },
    handshakeTimeout: HANDSHAKE_MS,
    maxPayload: MOST_BYTES,
  })
  return new Promise((resolve, reject) => {
    const unreachable = (cause?: unknown) =>
      new Failure('telephony/unreachable', { address: addressOf(access) }, { cause })
    socket.once('open', () => {
      socket.on('error', () => socket.terminate())
      resolve(socket)
    })
    socket.once('unexpected-response', (request, { statusCode = 0 }) => {
      request.destroy()
      reject(statusCode === 401 || statusCode === 403 ? new Failure('telephony/unauthorised') : unreachable())
    })
    socket.on('error', error => reject(unreachable(error)))
  })
}

function keepAlive(socket: WebSocket): () => void {
  let answered = true
  socket.on('pong', () => {
    answered = true
  })
  const beat = setInterval(() => {
    if (!answered) return socket.terminate()
    answered = false
    socket.ping()
  }, PING_MS)
  return () => clearInterval(beat)
}

/** Resolves when the connection is gone; a peer that does not say goodbye within a second is cut off. */
async function closed(socket: WebSocket | undefined): Promise<void> {
  if (!socket || socket.readyState === WebSocket.CLOSED) return
  const impatience = setTimeout(() => socket.terminate(), 1000)
  await new Promise<void>(resolve => {
    socket.once('close', () => resolve())
    socket.close()
  })
  clearTimeout(impatience)
}

/** An event of a later Asterisk, unknown here, passes: nobody listens to its type. */
function parsed(text: string): AriEvent | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && 'type' in value ? (value as AriEvent) : undefined
  } catch {
    return undefined
  }
}
